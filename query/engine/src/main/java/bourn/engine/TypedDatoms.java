package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.kernel.BoundedStream;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import bourn.typed.TypedTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of a typed stream as facts, one field after another. */
final class TypedDatoms implements Table {

  private final BoundedStream bounded;
  private final TypedTable table;
  private final Set<Keyword> attributes;

  TypedDatoms(BoundedStream bounded, TypedTable table, Set<Keyword> attributes) {
    this.bounded = bounded;
    this.table = table;
    this.attributes = attributes;
  }

  @Override
  public List<String> columns() {
    return List.of("entity", "attribute", "value", "tx", "added");
  }

  @Override
  public void scan(int[] columns, List<Restriction> restrictions, Codes codes, Sink sink) {
    boolean[] wanting = {true};
    Sink watched =
        batch -> {
          wanting[0] = sink.accept(batch);
          return wanting[0];
        };
    for (Keyword attribute : attributes) {
      if (wanting[0] && admitted(attribute, restrictions)) {
        scan(attribute, columns, restrictions, codes, watched);
      }
    }
  }

  /** Whether the restrictions of what is the same for all facts of {@code attribute} admit it. */
  private static boolean admitted(Keyword attribute, List<Restriction> restrictions) {
    return restrictions.stream()
        .allMatch(
            r ->
                switch (r.column()) {
                  case Source.ATTRIBUTE -> r.admits(attribute);
                  case Source.ADDED -> r.admits(Value.of(true));
                  default -> true;
                });
  }

  private void scan(
      Keyword attribute, int[] columns, List<Restriction> restrictions, Codes codes, Sink sink) {
    if (attribute.equals(EventAttribute.CAUSE)) {
      List<Restriction> all = new ArrayList<>(restrictions);
      all.add(Restriction.equal(Source.ATTRIBUTE, attribute));
      new EventDatoms(bounded).scan(columns, all, codes, sink);
      return;
    }
    Column name = constant(attribute, codes);
    Column added = constant(Value.of(true), codes);
    new TypedRows(table, List.of(attribute))
        .scan(
            new int[] {0, 1},
            ofRows(restrictions),
            codes,
            batch -> {
              Column[] made = new Column[columns.length];
              Arrays.setAll(made, c -> column(columns[c], batch, name, added));
              return sink.accept(new Batch(made, batch.count(), batch.selection()));
            });
  }

  private static Column column(int column, Batch batch, Column name, Column added) {
    return switch (column) {
      case Source.ENTITY, Source.TRANSACTION -> batch.columns()[0];
      case Source.ATTRIBUTE -> name;
      case Source.VALUE -> batch.columns()[1];
      default -> added;
    };
  }

  private static Column constant(Value value, Codes codes) {
    long[] words = new long[Batch.MOST_ROWS];
    Arrays.fill(words, codes.word(value));
    Kind kind = Codes.kind(value);
    return Column.of(kind, words);
  }

  private static List<Restriction> ofRows(List<Restriction> restrictions) {
    List<Restriction> made = new ArrayList<>();
    for (Restriction restriction : restrictions) {
      switch (restriction.column()) {
        case Source.ENTITY, Source.TRANSACTION -> made.add(TypedRows.moved(restriction, 0));
        case Source.VALUE -> made.add(TypedRows.moved(restriction, 1));
        default -> {}
      }
    }
    return made;
  }

  @Override
  public long estimate(List<Restriction> restrictions) {
    @Nullable Keyword only = EventDatoms.onlyAttribute(restrictions);
    List<Keyword> chosen = only == null ? List.copyOf(attributes) : List.of(only);
    long estimate = 0;
    for (Keyword attribute : chosen) {
      if (attributes.contains(attribute)) {
        estimate +=
            attribute.equals(EventAttribute.CAUSE)
                ? bounded.bound().count()
                : new TypedRows(table, List.of(attribute)).estimate(ofRows(restrictions));
      }
    }
    return estimate;
  }
}
