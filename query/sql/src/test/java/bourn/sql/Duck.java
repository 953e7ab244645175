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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows of DuckDB's and rows of ours, shown alike. */
final class Duck {

  private Duck() {}

  static void execute(Connection duck, String sql) throws SQLException {
    try (Statement statement = duck.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns the rows of DuckDB, a cell a column. */
  static List<List<Object>> rows(Connection duck, String sql) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    try (Statement statement = duck.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int c = 1; c <= columns; c++) {
          row.add(cell(result.getObject(c)));
        }
        rows.add(row);
      }
    } catch (SQLException e) {
      throw new SQLException(sql + "\n  DuckDB: " + e.getMessage(), e);
    }
    return rows;
  }

  /**
   * Returns in what our rows differ from those expected; empty if they do not. Columns in which
   * either has floating point numbers are compared to eight digits, others exactly.
   *
   * @param ordered whether the order of the rows counts
   */
  static String difference(
      String sql,
      SqlCatalog catalog,
      Budget budget,
      List<List<Object>> expectedRows,
      boolean ordered) {
    List<List<Object>> foundRows = new ArrayList<>();
    try {
      for (List<Value> row : Sql.query(sql, catalog, budget).rows()) {
        foundRows.add(row.stream().map(Duck::cell).toList());
      }
    } catch (RuntimeException | Error e) {
      return sql + "\n  " + e + "\n  at " + e.getStackTrace()[0];
    }
    Set<Integer> approximate = new HashSet<>();
    expectedRows.forEach(row -> addReals(row, approximate));
    foundRows.forEach(row -> addReals(row, approximate));
    List<String> expected = shown(expectedRows, approximate, ordered);
    List<String> found = shown(foundRows, approximate, ordered);
    return expected.equals(found)
        ? ""
        : sql + brief("found", found, expected) + brief("DuckDB", expected, found);
  }

  private static void addReals(List<Object> row, Set<Integer> columns) {
    for (int c = 0; c < row.size(); c++) {
      if (row.get(c) instanceof Double) {
        columns.add(c);
      }
    }
  }

  private static List<String> shown(
      List<List<Object>> rows, Set<Integer> approximate, boolean ordered) {
    List<String> shown = new ArrayList<>();
    for (List<Object> row : rows) {
      List<String> cells = new ArrayList<>();
      for (int c = 0; c < row.size(); c++) {
        cells.add(shown(row.get(c), approximate.contains(c)));
      }
      shown.add(cells.toString());
    }
    if (!ordered) {
      shown.sort(null);
    }
    return shown;
  }

  private static String shown(Object cell, boolean approximate) {
    return switch (cell) {
      case BigDecimal exact when !approximate ->
          exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
      case Number number ->
          String.format(
              Locale.ROOT, "%.8g", number.doubleValue() == 0 ? 0.0 : number.doubleValue());
      default -> cell.toString();
    };
  }

  private static String brief(String whose, List<String> rows, List<String> others) {
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

  private static Object cell(Value value) {
    return switch (value) {
      case Value.Nil nil -> "null";
      case Value.Int(long number) -> BigDecimal.valueOf(number);
      case Value.Real(double number) -> number;
      case Value.Decimal(BigDecimal number) -> number;
      case Value.BigInt(BigInteger number) -> new BigDecimal(number);
      case Value.Time(long micros) -> "@" + Times.time(micros);
      case Value.Text(String text) -> "'" + text + "'";
      default -> value.toString();
    };
  }

  private static Object cell(@Nullable Object cell) {
    return switch (cell) {
      case null -> "null";
      case Double real -> real;
      case Float real -> (double) real;
      case BigDecimal number -> number;
      case BigInteger number -> new BigDecimal(number);
      case Number number -> BigDecimal.valueOf(number.longValue());
      case Boolean yes -> yes.toString();
      case Timestamp time -> "@" + time.toLocalDateTime();
      case LocalDateTime time -> "@" + time;
      case LocalDate day -> "@" + day.atStartOfDay();
      case java.sql.Date day -> "@" + day.toLocalDate().atStartOfDay();
      default -> "'" + cell + "'";
    };
  }
}
