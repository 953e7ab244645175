package bourn.sql;

import bourn.kernel.Value;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The tables {@code t} and {@code u}, with the same random rows here and in DuckDB. */
final class RandomTables {

  static final List<SqlColumn> COLUMNS =
      List.of(
          SqlColumn.of("k", SqlType.INTEGER),
          SqlColumn.of("a", SqlType.INTEGER).orNull(),
          SqlColumn.of("b", SqlType.BIGINT).orNull(),
          SqlColumn.of("x", SqlType.DOUBLE).orNull(),
          SqlColumn.of("d", SqlType.DECIMAL).orNull(),
          SqlColumn.of("s", SqlType.VARCHAR).orNull(),
          SqlColumn.of("f", SqlType.BOOLEAN).orNull(),
          SqlColumn.of("dt", SqlType.DATE).orNull(),
          SqlColumn.of("ts", SqlType.TIMESTAMP).orNull());

  private final SplittableRandom random;

  private RandomTables(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Fills both tables of {@code duck} anew, and returns the same tables. */
  static MemoryCatalog of(long seed, Connection duck) throws SQLException {
    RandomTables tables = new RandomTables(seed);
    MemoryCatalog catalog = new MemoryCatalog();
    for (String name : List.of("t", "u")) {
      List<Object[]> rows = tables.rows();
      fill(duck, name, rows);
      catalog.with(name, COLUMNS, rows.stream().map(RandomTables::ours).toArray(Object[][]::new));
    }
    return catalog;
  }

  private List<Object[]> rows() {
    List<Object[]> rows = new ArrayList<>();
    int count = random.nextInt(8) == 0 ? random.nextInt(2) : 1 + random.nextInt(40);
    for (int k = 0; k < count; k++) {
      rows.add(
          new Object[] {
            k,
            maybe(random.nextInt(-4, 9)),
            maybe((long) random.nextInt(-100, 1000)),
            maybe(random.nextInt(-40, 41) / 4.0),
            maybe(BigDecimal.valueOf(random.nextInt(-500, 500), 2)),
            maybe(text()),
            maybe(random.nextBoolean()),
            maybe(LocalDate.of(2024, 1, 1).plusDays(random.nextInt(400))),
            maybe(LocalDateTime.of(2024, 1, 1, 0, 0).plusMinutes(random.nextInt(500_000)))
          });
    }
    return rows;
  }

  private <T> @Nullable T maybe(T value) {
    return random.nextInt(5) == 0 ? null : value;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append("abcBA ".charAt(random.nextInt(6)));
    }
    return text.toString();
  }

  private static Object[] ours(Object[] row) {
    Object[] made = row.clone();
    for (int c = 0; c < made.length; c++) {
      if (made[c] instanceof LocalDate day) {
        made[c] = new Value.Time(Times.micros(day));
      } else if (made[c] instanceof LocalDateTime time) {
        made[c] = new Value.Time(Times.micros(time));
      }
    }
    return made;
  }

  private static void fill(Connection duck, String name, List<Object[]> rows) throws SQLException {
    try (Statement statement = duck.createStatement()) {
      statement.execute(
          "CREATE OR REPLACE TABLE "
              + name
              + " (k INTEGER, a INTEGER, b BIGINT, x DOUBLE, d DECIMAL(18,2), s VARCHAR,"
              + " f BOOLEAN, dt DATE, ts TIMESTAMP)");
    }
    try (PreparedStatement insert =
        duck.prepareStatement("INSERT INTO " + name + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (Object[] row : rows) {
        for (int c = 0; c < row.length; c++) {
          insert.setObject(c + 1, row[c]);
        }
        insert.execute();
      }
    }
  }
}
