package bourn.jdbc;

import bourn.kernel.Value;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.util.ArrayImpl;
import org.apache.calcite.avatica.util.Cursor;

/** Stands on one row after the other. */
final class RowCursor implements Cursor {

  private final Rows rows;
  private int next;
  private List<Value> row = List.of();
  private boolean wasNull;

  RowCursor(Rows rows) {
    this.rows = rows;
  }

  @Override
  public List<Accessor> createAccessors(
      List<ColumnMetaData> types, Calendar localCalendar, ArrayImpl.Factory factory) {
    List<Accessor> accessors = new ArrayList<>();
    for (int column = 0; column < rows.columns().size(); column++) {
      accessors.add(new Cell(this, column, rows.columns().get(column).type()));
    }
    return accessors;
  }

  @Override
  public boolean next() {
    if (next >= rows.rows().size()) {
      row = List.of();
      return false;
    }
    row = rows.rows().get(next);
    next++;
    return true;
  }

  /** Returns the value in a column of the row, which is the last one that was read. */
  Value value(int column) throws SQLException {
    if (row.isEmpty()) {
      throw Problems.wrongState("there is no row here: call next, and look what it says", "24000");
    }
    Value value = row.get(column);
    wasNull = value instanceof Value.Nil;
    return value;
  }

  @Override
  public boolean wasNull() {
    return wasNull;
  }

  @Override
  public void close() {}
}
