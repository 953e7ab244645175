package bourn.engine;

import bourn.columns.Table;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A plain collection of tuples as facts. */
final class RelationSource implements Source {

  private static final List<String> NAMES = List.of("entity", "attribute", "value", "tx", "added");

  private final MemoryTable table;

  RelationSource(List<List<Value>> rows) {
    int width = rows.stream().mapToInt(List::size).reduce(NAMES.size(), Math::max);
    List<String> names = new ArrayList<>(NAMES);
    while (names.size() < width) {
      names.add("column" + names.size());
    }
    this.table = new MemoryTable(names, rows.stream().map(row -> padded(row, width)).toList());
  }

  private static List<Value> padded(List<Value> row, int width) {
    List<Value> padded = new ArrayList<>(row);
    while (padded.size() < width) {
      padded.add(padded.size() == ADDED ? Value.of(true) : Value.Nil.NIL);
    }
    return padded;
  }

  @Override
  public Table datoms() {
    return table;
  }

  @Override
  public @Nullable Table rows(List<Keyword> attributes) {
    return null;
  }

  @Override
  public Value attribute(Keyword ident) {
    return ident;
  }

  @Override
  public Set<Keyword> attributes() {
    Set<Keyword> idents = new LinkedHashSet<>();
    for (List<Value> row : table.rows()) {
      if (row.get(ATTRIBUTE) instanceof Keyword keyword) {
        idents.add(keyword);
      }
    }
    return idents;
  }

  @Override
  public boolean strict() {
    return false;
  }

  @Override
  public Value entity(Value form) {
    return form;
  }

  @Override
  public void observe() {
    // A collection is no stream.
  }
}
