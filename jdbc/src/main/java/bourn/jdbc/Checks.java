package bourn.jdbc;

import java.sql.SQLException;
import java.sql.Statement;

/** Says in time what a method of {@link Statement} cannot do. */
final class Checks {

  private Checks() {}

  static void isQuery(String sql) throws SQLException {
    if (Verbs.isInsert(sql)) {
      throw Problems.wrongState(
          "INSERT has no rows to give: execute it by execute or executeUpdate", "07005");
    }
  }

  static void isUpdate(String sql) throws SQLException {
    if (!Verbs.isInsert(sql)) {
      throw Problems.wrongState(
          "only INSERT changes anything: execute a query by execute or executeQuery", "07005");
    }
  }

  static void noKeys(int generatedKeys) throws SQLException {
    if (generatedKeys != Statement.NO_GENERATED_KEYS) {
      throw Problems.unsupported("INSERT generates no keys here");
    }
  }

  static int notNegative(int seconds) throws SQLException {
    if (seconds < 0) {
      throw Problems.wrongState("a timeout is not negative, was " + seconds, "HY024");
    }
    return seconds;
  }
}
