package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import java.util.List;

/**
 * The rows of a table that have one of several keys in a column.
 *
 * @param keys ascending, each once; shared
 */
record SoughtTable(Table table, int column, long[] keys) implements Table {

  @Override
  public List<String> columns() {
    return table.columns();
  }

  @Override
  public void scan(int[] columns, List<Restriction> restrictions, Codes codes, Sink sink) {
    table.seek(column, keys, columns, restrictions, codes, sink);
  }

  @Override
  public long estimate(List<Restriction> restrictions) {
    return Math.min(keys.length, table.estimate(restrictions));
  }
}
