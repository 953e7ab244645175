package bourn.jdbc;

import bourn.engine.QueryException;
import bourn.kernel.StorageException;
import bourn.kernel.Value;
import bourn.sql.Sql;
import bourn.sql.SqlColumn;
import bourn.sql.SqlResult;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.MetaImpl;
import org.apache.calcite.avatica.remote.TypedValue;
import org.jspecify.annotations.Nullable;

/** What Avatica asks of a store. */
final class BournMeta extends MetaImpl {

  private static final AvaticaParameter PARAMETER =
      new AvaticaParameter(true, 0, 0, java.sql.Types.OTHER, "ANY", "java.lang.Object", "?");

  private final Session session;

  BournMeta(BournConnection connection, Session session) {
    super(connection);
    this.session = session;
  }

  @Override
  public void closeConnection(ConnectionHandle handle) {
    session.close();
  }

  @Override
  public void closeStatement(StatementHandle handle) {}

  @Override
  public StatementHandle prepare(ConnectionHandle connection, String sql, long maxRowCount) {
    int parameters = Sql.parameters(sql);
    StatementHandle handle = createStatement(connection);
    handle.signature = signature(sql, List.of(), Collections.nCopies(parameters, PARAMETER));
    return handle;
  }

  static Signature signature(
      String sql, List<SqlColumn> columns, List<AvaticaParameter> parameters) {
    return new Signature(
        Columns.described(columns),
        sql,
        parameters,
        Map.of(),
        CursorFactory.LIST,
        Verbs.isInsert(sql) ? StatementType.INSERT : StatementType.SELECT);
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester")
  public ExecuteResult prepareAndExecute(
      StatementHandle handle, String sql, long maxRowCount, PrepareCallback callback) {
    return prepareAndExecute(handle, sql, maxRowCount, -1, callback);
  }

  @Override
  public ExecuteResult prepareAndExecute(
      StatementHandle handle,
      String sql,
      long maxRowCount,
      int maxRowsInFirstFrame,
      PrepareCallback callback) {
    try {
      MetaResultSet answer = answer(handle, sql, List.of());
      Signature signature =
          answer.signature == null ? signature(sql, List.of(), List.of()) : answer.signature;
      synchronized (callback.getMonitor()) {
        callback.clear();
        callback.assign(signature, answer.firstFrame, answer.updateCount);
      }
      callback.execute();
      return new ExecuteResult(List.of(answer));
    } catch (SQLException e) {
      throw Problems.carried(e);
    }
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester")
  public ExecuteResult execute(
      StatementHandle handle, List<TypedValue> parameterValues, long maxRowCount) {
    return execute(handle, parameterValues, -1);
  }

  @Override
  public ExecuteResult execute(
      StatementHandle handle, List<TypedValue> parameterValues, int maxRowsInFirstFrame) {
    try {
      String sql = ((BournPreparedStatement) statement(handle)).sql();
      return new ExecuteResult(List.of(answer(handle, sql, values(parameterValues))));
    } catch (SQLException e) {
      throw Problems.carried(e);
    }
  }

  private MetaResultSet answer(StatementHandle handle, String sql, List<Value> parameters)
      throws SQLException {
    AvaticaStatement statement = statement(handle);
    SqlResult result = session.answer(sql, parameters, ((Running) statement).execution());
    if (Verbs.isInsert(sql)) {
      return MetaResultSet.count(connection.id, handle.id, count(result));
    }
    List<List<Value>> rows = result.rows();
    long most = statement.getLargeMaxRows();
    List<List<Value>> given = most > 0 && most < rows.size() ? rows.subList(0, (int) most) : rows;
    return MetaResultSet.create(
        connection.id,
        handle.id,
        false,
        signature(sql, result.columns(), List.of()),
        new Rows(result.columns(), given).frame());
  }

  private static long count(SqlResult result) {
    return ((Value.Int) result.result().value(0, 0)).value();
  }

  private AvaticaStatement statement(StatementHandle handle) {
    return Objects.requireNonNull(connection.statementMap.get(handle.id));
  }

  private static List<Value> values(List<TypedValue> parameters) throws SQLException {
    List<Value> values = new ArrayList<>();
    for (TypedValue parameter : parameters) {
      if (parameter == null) {
        throw Problems.wrongState(
            "parameter " + (values.size() + 1) + " has no value; set it before", "07002");
      }
      values.add((Value) parameter.value);
    }
    return values;
  }

  @Override
  public ExecuteBatchResult prepareAndExecuteBatch(StatementHandle handle, List<String> texts) {
    long[] counts = new long[texts.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = counted(handle, texts.get(i), List.of(), counts, i);
    }
    return new ExecuteBatchResult(counts);
  }

  @Override
  public ExecuteBatchResult executeBatch(
      StatementHandle handle, List<List<TypedValue>> parameterValues) {
    String sql = ((BournPreparedStatement) statement(handle)).sql();
    long[] counts = new long[parameterValues.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = counted(handle, sql, parameterValues.get(i), counts, i);
    }
    return new ExecuteBatchResult(counts);
  }

  /** Carries out one INSERT of a batch, whose first {@code done} are. */
  private long counted(
      StatementHandle handle, String sql, List<TypedValue> parameters, long[] counts, int done) {
    try {
      Checks.isUpdate(sql);
      return answer(handle, sql, values(parameters)).updateCount;
    } catch (SQLException | QueryException | StorageException e) {
      SQLException problem = Problems.of(e);
      throw new Problems.Carried(
          new BatchUpdateException(
              problem.getMessage(),
              problem.getSQLState(),
              problem.getErrorCode(),
              Arrays.copyOf(counts, done),
              problem));
    }
  }

  @Override
  public @Nullable Frame fetch(StatementHandle handle, long offset, int fetchMaxRowCount) {
    return null;
  }

  @Override
  public boolean syncResults(
      StatementHandle handle, org.apache.calcite.avatica.QueryState state, long offset) {
    return false;
  }

  @Override
  public void commit(ConnectionHandle handle) {}

  @Override
  public void rollback(ConnectionHandle handle) {}

  @Override
  public MetaResultSet getTables(
      ConnectionHandle handle, String catalog, Pat schema, Pat table, List<String> types) {
    return listed(
        Listing.TABLES,
        () ->
            listing().tables(schema, table).stream()
                .filter(row -> types == null || types.contains(Listing.type(row)))
                .toList());
  }

  @Override
  public MetaResultSet getColumns(
      ConnectionHandle handle, String catalog, Pat schema, Pat table, Pat column) {
    return listed(Listing.COLUMNS, () -> listing().columns(schema, table, column));
  }

  @Override
  public MetaResultSet getPseudoColumns(
      ConnectionHandle handle, String catalog, Pat schema, Pat table, Pat column) {
    return listed(Listing.PSEUDO_COLUMNS, () -> listing().pseudoColumns(schema, table, column));
  }

  @Override
  public MetaResultSet getPrimaryKeys(
      ConnectionHandle handle, String catalog, String schema, String table) {
    return listed(Listing.PRIMARY_KEYS, () -> listing().keys(schema, table));
  }

  @Override
  public MetaResultSet getSchemas(ConnectionHandle handle, String catalog, Pat schema) {
    return listed(Listing.SCHEMAS, () -> listing().schemas(schema));
  }

  @Override
  public MetaResultSet getCatalogs(ConnectionHandle handle) {
    return listed(Listing.CATALOGS, List::of);
  }

  @Override
  public MetaResultSet getTableTypes(ConnectionHandle handle) {
    return listed(
        Listing.TABLE_TYPES,
        () -> List.of(List.of(Value.of(Listing.TABLE)), List.of(Value.of(Listing.VIEW))));
  }

  @Override
  public MetaResultSet getTypeInfo(ConnectionHandle handle) {
    return listed(Listing.TYPES, Listing::types);
  }

  private Listing listing() {
    return new Listing(session.tables());
  }

  private MetaResultSet listed(List<SqlColumn> columns, Supplier<List<List<Value>>> rows) {
    try {
      return createResultSet(
          Map.of(),
          Columns.described(columns),
          CursorFactory.LIST,
          new Rows(columns, rows.get()).frame());
    } catch (QueryException | StorageException e) {
      throw Problems.carried(e);
    }
  }
}
