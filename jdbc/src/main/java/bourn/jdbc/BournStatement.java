package bourn.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;

/** A statement whose text is given when it is executed. */
final class BournStatement extends AvaticaStatement implements Running {

  private final Execution execution = new Execution();

  BournStatement(
      AvaticaConnection connection,
      Meta.@Nullable StatementHandle handle,
      int resultSetType,
      int resultSetConcurrency,
      int resultSetHoldability) {
    super(connection, handle, resultSetType, resultSetConcurrency, resultSetHoldability);
  }

  @Override
  public Execution execution() {
    return execution;
  }

  @Override
  public ResultSet executeQuery(String sql) throws SQLException {
    checkOpen();
    Checks.isQuery(sql);
    return super.executeQuery(sql);
  }

  @Override
  public long executeLargeUpdate(String sql) throws SQLException {
    checkOpen();
    Checks.isUpdate(sql);
    return super.executeLargeUpdate(sql);
  }

  @Override
  public int executeUpdate(String sql, int generatedKeys) throws SQLException {
    Checks.noKeys(generatedKeys);
    return executeUpdate(sql);
  }

  @Override
  public boolean execute(String sql, int generatedKeys) throws SQLException {
    Checks.noKeys(generatedKeys);
    return execute(sql);
  }

  @Override
  protected void executeInternal(String sql) throws SQLException {
    try {
      super.executeInternal(sql);
    } catch (SQLException e) {
      throw Problems.of(e);
    }
  }

  @Override
  protected long[] executeBatchInternal() throws SQLException {
    try {
      return super.executeBatchInternal();
    } catch (RuntimeException e) {
      throw Problems.of(e);
    }
  }

  @Override
  public int getQueryTimeout() throws SQLException {
    checkOpen();
    return execution.seconds();
  }

  @Override
  public void setQueryTimeout(int seconds) throws SQLException {
    checkOpen();
    execution.seconds(Checks.notNegative(seconds));
  }

  /** Never waits for the statement, which is locked while it is executed. */
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized")
  public void cancel() {
    execution.cancel();
  }

  /** Escapes are part of the language here. */
  @Override
  public void setEscapeProcessing(boolean enable) {}

  @Override
  public void setPoolable(boolean poolable) {}

  @Override
  public int getFetchDirection() {
    return ResultSet.FETCH_FORWARD;
  }
}
