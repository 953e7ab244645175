package bourn.jdbc;

import bourn.engine.QueryException;
import bourn.kernel.StorageException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/** Says what went wrong as JDBC does: with our message, and the state of the standard. */
final class Problems {

  private static final String FAILED = "HY000";

  /** Brings an exception of JDBC through methods of Avatica that declare none. */
  static final class Carried extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Carried(SQLException carried) {
      super(carried.getMessage(), carried);
    }
  }

  private Problems() {}

  /** Returns what to throw in place of {@code thrown}, which Avatica may have wrapped. */
  static SQLException of(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof QueryException wrong) {
        return of(wrong);
      }
      if (t instanceof StorageException failed) {
        return new SQLNonTransientException(failed.getMessage(), "58030", failed);
      }
      if (t instanceof Carried && t.getCause() instanceof SQLException carried) {
        return carried;
      }
    }
    return thrown instanceof SQLException known
        ? known
        : new SQLException(String.valueOf(thrown.getMessage()), FAILED, thrown);
  }

  /** Returns what goes through Avatica in place of {@code thrown}. */
  static Carried carried(Throwable thrown) {
    return new Carried(of(thrown));
  }

  private static SQLException of(QueryException wrong) {
    String said = wrong.explain();
    String code = wrong.code().name();
    return switch (code.substring(code.indexOf('/') + 1)) {
      case "unknown-table" -> new SQLSyntaxErrorException(said, "42S02", wrong);
      case "unknown-column" -> new SQLSyntaxErrorException(said, "42S22", wrong);
      case "unsupported" -> new SQLFeatureNotSupportedException(said, "0A000", wrong);
      case "read-only" -> new SQLNonTransientException(said, "25006", wrong);
      case "timeout" -> new SQLTimeoutException(said, "HYT00", wrong);
      case "cancelled" -> new SQLTransientException(said, "57014", wrong);
      case "too-much-memory", "too-many-rows", "too-many-rounds", "too-deep", "too-long" ->
          new SQLNonTransientException(said, "54000", wrong);
      case "insert" -> new SQLIntegrityConstraintViolationException(said, "23000", wrong);
      case "division-by-zero" -> new SQLDataException(said, "22012", wrong);
      case "overflow" -> new SQLDataException(said, "22003", wrong);
      case "cast" -> new SQLDataException(said, "22018", wrong);
      case "argument", "wrong-type", "json", "pattern-too-costly", "function-failed" ->
          new SQLDataException(said, "22000", wrong);
      default -> new SQLSyntaxErrorException(said, "42000", wrong);
    };
  }

  /** Returns that what was asked of a connection or in a URL is not to be had. */
  static SQLException refused(String message) {
    return new SQLNonTransientConnectionException(message, "08001");
  }

  static SQLException unopened(StorageException failed) {
    return new SQLNonTransientConnectionException(failed.getMessage(), "08001", failed);
  }

  static SQLException closed(String what) {
    return new SQLNonTransientConnectionException(what + " is closed", "08003");
  }

  static SQLException unsupported(String message) {
    return new SQLFeatureNotSupportedException(message, "0A000");
  }

  static SQLException readOnly(String message) {
    return new SQLNonTransientException(message, "25006");
  }

  /** Returns that something is called in a state in which it must not be. */
  static SQLException wrongState(String message, String state) {
    return new SQLException(message, state);
  }

  /** Returns that {@code value} is not, or does not fit, what is asked for. */
  static SQLException unfit(@Nullable Object value, String type, String state) {
    return new SQLDataException(value + " is no " + type, state);
  }
}
