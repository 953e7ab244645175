package bourn.formats;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes maps as rows. */
final class CsvMaps implements ValueWriter {

  private final RowWriter rows;
  private final List<Value> keys = new ArrayList<>();
  private final Set<Value> known;

  CsvMaps(RowWriter rows, List<String> columns) {
    this.rows = rows;
    columns.forEach(column -> keys.add(Keyword.of(column)));
    this.known = new HashSet<>(keys);
    rows.begin(columns);
  }

  @Override
  public void write(Value value) {
    if (!(value instanceof Value.Entries map)) {
      throw new IllegalArgumentException("CSV holds maps, was " + value);
    }
    if (!known.containsAll(map.entries().keySet())) {
      throw new IllegalArgumentException("a row has the keys " + keys + " only, was " + value);
    }
    List<Value> row = new ArrayList<>(keys.size());
    for (Value key : keys) {
      Value cell = map.get(key);
      row.add(cell == null ? Value.Nil.NIL : cell);
    }
    rows.row(row);
  }

  @Override
  public void close() {
    rows.end();
  }
}
