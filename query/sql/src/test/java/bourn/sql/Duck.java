package bourn.sql;

import bourn.engine.Budget;
import bourn.kernel.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows of DuckDB's and rows of ours, shown alike. */
final class Duck {

  private Duck() {}

  static void execute(Connection duck, String sql) throws SQLException {
    try (Statement statement = duck.createStatement()) {
      statement.execute(sql);
    }
  }

  static List<String> rows(Connection duck, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = duck.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int c = 1; c <= columns; c++) {
          row.add(show(result.getObject(c)));
        }
        rows.add(row.toString());
      }
    } catch (SQLException e) {
      throw new SQLException(sql + "\n  DuckDB: " + e.getMessage(), e);
    }
    return rows;
  }

  /** Returns in what our rows differ from those expected; empty if they do not. */
  static String difference(
      String sql, SqlCatalog catalog, Budget budget, List<String> expectedRows) {
    List<String> expected = new ArrayList<>(expectedRows);
    List<String> found = new ArrayList<>();
    try {
      for (List<Value> row : Sql.query(sql, catalog, budget).rows()) {
        found.add(row.stream().map(Duck::show).toList().toString());
      }
    } catch (RuntimeException | Error e) {
      return sql + "\n  " + e + "\n  at " + e.getStackTrace()[0];
    }
    if (!sql.matches("SELECT \\* FROM \\(.*\\) AS q\\d+\\([^)]*\\) ORDER BY .*")) {
      expected.sort(null);
      found.sort(null);
    }
    return expected.equals(found)
        ? ""
        : sql + shown("found", found, expected) + shown("DuckDB", expected, found);
  }

  private static String shown(String whose, List<String> rows, List<String> others) {
    List<String> rest = new ArrayList<>(rows);
    others.forEach(rest::remove);
    List<String> brief = rest.isEmpty() ? rows : rest;
    return "\n  "
        + whose
        + " "
        + rows.size()
        + " rows, "
        + brief.subList(0, Math.min(4, brief.size()));
  }

  private static String show(Value value) {
    return switch (value) {
      case Value.Nil nil -> "null";
      case Value.Int(long number) -> number((double) number);
      case Value.Real(double number) -> number(number);
      case Value.Decimal(BigDecimal number) -> number(number.doubleValue());
      case Value.BigInt(BigInteger number) -> number(number.doubleValue());
      case Value.Bool(boolean yes) -> Boolean.toString(yes);
      case Value.Time(long micros) -> "@" + Times.time(micros);
      case Value.Text(String text) -> "'" + text + "'";
      default -> value.toString();
    };
  }

  private static String show(@Nullable Object cell) {
    return switch (cell) {
      case null -> "null";
      case Number number -> number(number.doubleValue());
      case Boolean yes -> yes.toString();
      case Timestamp time -> "@" + time.toLocalDateTime();
      case LocalDateTime time -> "@" + time;
      case LocalDate day -> "@" + day.atStartOfDay();
      case java.sql.Date day -> "@" + day.toLocalDate().atStartOfDay();
      default -> "'" + cell + "'";
    };
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.8g", number == 0 ? 0.0 : number);
  }
}
