package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.kernel.Keyword;
import bourn.typed.TypedTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of a typed stream that have all of some fields: the reference, then the values. */
final class TypedRows implements Table {

  private final TypedTable table;
  private final List<String> names = new ArrayList<>();

  /** The columns of the table, the reference first. */
  private final int[] places;

  TypedRows(TypedTable table, List<Keyword> attributes) {
    this.table = table;
    names.add("event/reference");
    attributes.forEach(attribute -> names.add(attribute.name()));
    this.places = names.stream().mapToInt(table.columns()::indexOf).toArray();
    names.set(0, "entity");
  }

  @Override
  public List<String> columns() {
    return List.copyOf(names);
  }

  /** What is asked for comes first, then what must be there. */
  @Override
  public void scan(int[] columns, List<Restriction> restrictions, Codes codes, Sink sink) {
    int[] all = Arrays.copyOf(columns, columns.length + places.length);
    for (int i = 0; i < places.length; i++) {
      all[columns.length + i] = i;
    }
    int[] scanned = Arrays.stream(all).map(c -> places[c]).distinct().toArray();
    int[] asked = Arrays.stream(columns).map(c -> indexOf(places[c], scanned)).toArray();
    table.scan(scanned, placed(restrictions), codes, batch -> pass(batch, asked, sink));
  }

  private static int indexOf(int place, int[] scanned) {
    int at = 0;
    while (scanned[at] != place) {
      at++;
    }
    return at;
  }

  private static boolean pass(Batch batch, int[] asked, Sink sink) {
    Column[] columns = batch.columns();
    boolean whole = true;
    for (Column column : columns) {
      whole &= column.uniform() && column.kind() != Kind.NULL;
    }
    Column[] made = new Column[asked.length];
    Arrays.setAll(made, c -> columns[asked[c]]);
    if (whole) {
      return sink.accept(new Batch(made, batch.count(), batch.selection()));
    }
    int[] selected = new int[batch.count()];
    int count = 0;
    for (int i = 0; i < batch.count(); i++) {
      int row = batch.row(i);
      selected[count] = row;
      count += there(columns, row) ? 1 : 0;
    }
    return sink.accept(new Batch(made, count, selected));
  }

  private static boolean there(Column[] columns, int row) {
    for (Column column : columns) {
      if (column.kind(row) == Kind.NULL) {
        return false;
      }
    }
    return true;
  }

  private List<Restriction> placed(List<Restriction> restrictions) {
    return restrictions.stream().map(r -> moved(r, places[r.column()])).toList();
  }

  /** Returns {@code restriction} of another column. */
  static Restriction moved(Restriction restriction, int column) {
    return new Restriction(
        column,
        restriction.from(),
        restriction.fromInclusive(),
        restriction.until(),
        restriction.untilInclusive());
  }

  @Override
  public long estimate(List<Restriction> restrictions) {
    return table.estimate(placed(restrictions));
  }
}
