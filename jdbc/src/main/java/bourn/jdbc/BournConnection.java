package bourn.jdbc;

import bourn.Bourn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.AvaticaFactory;
import org.apache.calcite.avatica.AvaticaPreparedStatement;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.InternalProperty;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.util.Casing;
import org.jspecify.annotations.Nullable;

/** A connection to a store: what Avatica's does not do, or refuses though it is harmless. */
final class BournConnection extends AvaticaConnection {

  private final Session session;

  BournConnection(BournDriver driver, AvaticaFactory factory, String url, Session session) {
    this.session = session; // before Avatica asks the driver for what needs it
    super(driver, factory, url, new Properties());
    properties.put(InternalProperty.CASE_SENSITIVE, false);
    properties.put(InternalProperty.UNQUOTED_CASING, Casing.UNCHANGED);
    properties.put(InternalProperty.QUOTED_CASING, Casing.UNCHANGED);
  }

  Session session() {
    return session;
  }

  @Override
  public void setAutoCommit(boolean on) throws SQLException {
    checkOpen();
    if (on != session.autoCommit()) {
      session.autoCommit(on);
    }
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    checkOpen();
    return session.autoCommit();
  }

  @Override
  public void commit() throws SQLException {
    checkOpen();
    session.end();
  }

  @Override
  public void rollback() throws SQLException {
    checkOpen();
    session.end();
  }

  @Override
  public void setReadOnly(boolean on) throws SQLException {
    checkOpen();
    session.readOnly(on);
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    checkOpen();
    return session.readOnly();
  }

  /** Any level may be asked for; every transaction sees one cut, which is the strongest. */
  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    checkOpen();
    if (!getMetaData().supportsTransactionIsolationLevel(level)) {
      throw Problems.unsupported("there is no level of isolation " + level + " here");
    }
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    checkOpen();
    return Connection.TRANSACTION_SERIALIZABLE;
  }

  /** Results go forward and cannot be written, whatever is asked for. */
  @Override
  public AvaticaStatement createStatement(int type, int concurrency, int holdability)
      throws SQLException {
    return super.createStatement(
        ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    try {
      return super.prepareStatement(
          sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability);
    } catch (SQLException e) {
      throw Problems.of(e);
    }
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int generatedKeys) throws SQLException {
    if (generatedKeys != Statement.NO_GENERATED_KEYS) {
      throw Problems.unsupported("INSERT generates no keys here");
    }
    return prepareStatement(sql);
  }

  @Override
  protected ResultSet executeQueryInternal(
      AvaticaStatement statement,
      Meta.@Nullable Signature signature,
      Meta.@Nullable Frame firstFrame,
      @Nullable QueryState state,
      boolean isUpdate)
      throws SQLException {
    try {
      return super.executeQueryInternal(statement, signature, firstFrame, state, isUpdate);
    } catch (SQLException e) {
      throw Problems.of(e);
    }
  }

  @Override
  protected long[] executeBatchUpdateInternal(AvaticaPreparedStatement statement)
      throws SQLException {
    try {
      return super.executeBatchUpdateInternal(statement);
    } catch (SQLException e) {
      throw Problems.of(e);
    }
  }

  @Override
  public String nativeSQL(String sql) {
    return sql;
  }

  @Override
  public Map<String, Class<?>> getTypeMap() {
    return Map.of();
  }

  @Override
  public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
    if (!map.isEmpty()) {
      throw Problems.unsupported("there are no types to map");
    }
  }

  /** What programs say of themselves is not kept. */
  @Override
  public void setClientInfo(String name, String value) {}

  @Override
  public void setClientInfo(Properties properties) {}

  /** There is no schema that unqualified names are in. */
  @Override
  public void setSchema(String schema) throws SQLException {
    checkOpen();
  }

  @Override
  public @Nullable String getSchema() throws SQLException {
    checkOpen();
    return null;
  }

  @Override
  public void setCatalog(String catalog) throws SQLException {
    checkOpen();
  }

  @Override
  public @Nullable String getCatalog() throws SQLException {
    checkOpen();
    return null;
  }

  @Override
  public void abort(Executor executor) throws SQLException {
    close();
  }

  /** Gives the store, as {@link Bourn}, too. */
  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type == Bourn.class) {
      checkOpen();
      return type.cast(session.bourn());
    }
    return super.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type == Bourn.class || super.isWrapperFor(type);
  }

  /** Ends what runs, and closes the store if no other connection has it open. */
  @Override
  public void close() throws SQLException {
    if (isClosed()) {
      return;
    }
    for (AvaticaStatement statement : List.copyOf(statementMap.values())) {
      statement.cancel();
      statement.close();
    }
    super.close();
  }
}
