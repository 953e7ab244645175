package bourn.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.TimeZone;
import org.apache.calcite.avatica.AvaticaResultSet;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;
import org.jspecify.annotations.Nullable;

/** Rows of a statement, or of what describes the store. */
final class BournResultSet extends AvaticaResultSet {

  BournResultSet(
      AvaticaStatement statement,
      QueryState state,
      Meta.Signature signature,
      ResultSetMetaData metaData,
      TimeZone timeZone,
      Meta.@Nullable Frame firstFrame)
      throws SQLException {
    super(statement, state, signature, metaData, timeZone, firstFrame);
  }

  /** Reads our rows by our own cells; Avatica knows neither all types nor microseconds. */
  @Override
  protected AvaticaResultSet execute() throws SQLException {
    return firstFrame != null && firstFrame.rows instanceof Rows rows
        ? execute2(new RowCursor(rows), columnMetaDataList)
        : super.execute();
  }

  @Override
  public @Nullable Object getObject(int column) throws SQLException {
    checkOpen();
    if (column < 1 || column > accessorList.size()) {
      throw Problems.wrongState("there is no column " + column, "07009");
    }
    return accessorList.get(column - 1).getObject();
  }

  @Override
  public int getFetchDirection() {
    return FETCH_FORWARD;
  }
}
