package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import java.util.Collections;
import java.util.List;

/**
 * Rows that an operator keeps, as a table for the plan that it makes of its own.
 *
 * @param rows shared, and of the same run, as their codes are
 */
record KeptTable(RowSet rows) implements Table {

  @Override
  public List<String> columns() {
    return Collections.nCopies(rows.width(), "kept");
  }

  @Override
  public void scan(int[] wanted, List<Restriction> restrictions, Codes codes, Sink sink) {
    if (!restrictions.isEmpty()) {
      throw new UnsupportedOperationException("kept rows are not restricted");
    }
    rows.emit(
        0,
        rows.count(),
        batch -> {
          Column[] columns = new Column[wanted.length];
          for (int c = 0; c < wanted.length; c++) {
            columns[c] = batch.columns()[wanted[c]];
          }
          return sink.accept(new Batch(columns, batch.count(), batch.selection()));
        });
  }

  @Override
  public long estimate(List<Restriction> restrictions) {
    return rows.count();
  }
}
