package bourn.jdbc;

import bourn.Bourn;
import bourn.engine.Budget;
import bourn.kernel.Value;
import bourn.sql.Sql;
import bourn.sql.SqlCatalog;
import bourn.sql.SqlResult;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is to the store: its transaction, and how it asks. While auto-commit is on,
 * each statement sees the present; while it is off, all see the cut that the first one saw.
 */
final class Session {

  private final Lease lease;
  private final Address address;
  private boolean autoCommit = true;
  private boolean readOnly;
  private @Nullable SqlCatalog cut;

  /** Opens a session, which closes {@code lease} with itself. */
  Session(Lease lease, Address address) {
    this.lease = lease;
    this.address = address;
    this.readOnly = address.readOnly();
  }

  Bourn bourn() {
    return lease.bourn();
  }

  boolean autoCommit() {
    return autoCommit;
  }

  void autoCommit(boolean on) {
    autoCommit = on;
    cut = null;
  }

  boolean readOnly() {
    return readOnly;
  }

  /** Lets statements append or not; nothing ever appends to a store that is open to read only. */
  void readOnly(boolean on) {
    readOnly = on || address.readOnly();
  }

  /** Ends the transaction: the next statement sees the present. */
  void end() throws SQLException {
    if (autoCommit) {
      throw Problems.wrongState(
          "there is no transaction to end: auto-commit is on, so each statement is one", "25000");
    }
    cut = null;
  }

  /** Returns the tables as statements see them now. */
  SqlCatalog tables() {
    if (autoCommit) {
      return lease.tables().now();
    }
    if (cut == null) {
      cut = lease.tables().now();
    }
    return cut;
  }

  /**
   * Answers a statement; the answer to an INSERT is its number of rows.
   *
   * @throws SQLException if it is an INSERT, and not to be carried out now
   * @throws bourn.engine.QueryException if it is wrong, or exceeds its budget
   */
  SqlResult answer(String sql, List<Value> parameters, Execution execution) throws SQLException {
    boolean inserts = Verbs.isInsert(sql);
    if (inserts) {
      checkMayInsert();
    }
    try (Lease held = lease.again()) {
      if (held == null) {
        throw Problems.closed("the connection");
      }
      Budget budget = Budget.DEFAULT.within(execution.timeout(address.timeout()));
      SqlCatalog tables = tables();
      return execution.run(
          () ->
              inserts
                  ? Sql.execute(sql, tables, budget, parameters)
                  : Sql.query(sql, tables, budget, parameters));
    }
  }

  private void checkMayInsert() throws SQLException {
    if (readOnly) {
      throw Problems.readOnly("INSERT is not allowed here: the connection is read-only");
    }
    if (!autoCommit) {
      throw Problems.unsupported(
          "INSERT needs auto-commit on: what is appended to a stream cannot be rolled back, so no"
              + " transaction may hold it; call setAutoCommit(true) before it, or use another"
              + " connection");
    }
  }

  void close() {
    cut = null;
    lease.close();
  }
}
