package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.kernel.Value;
import java.util.List;

/**
 * Rows given as values, as a table.
 *
 * @param rows each of as many values as there are columns
 */
record MemoryTable(List<String> columns, List<List<Value>> rows) implements Table {

  MemoryTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  @Override
  public void scan(int[] wanted, List<Restriction> restrictions, Codes codes, Sink sink) {
    BatchBuilder batch = new BatchBuilder(wanted, restrictions, codes, sink);
    for (List<Value> row : rows) {
      if (!batch.add(row::get)) {
        return;
      }
    }
    batch.flush();
  }

  @Override
  public long estimate(List<Restriction> restrictions) {
    long estimate = rows.size();
    for (Restriction restriction : restrictions) {
      estimate /= restriction.only() == null ? 3 : 10;
    }
    return estimate;
  }
}
