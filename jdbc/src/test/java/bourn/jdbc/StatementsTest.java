package bourn.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.Value;
import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What statements give and take. */
final class StatementsTest {

  /** Takes much longer than any test. */
  private static final String ENDLESS =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000)"
          + " SELECT count(*) FROM n a";

  private final Shop shop;

  StatementsTest() throws SQLException {
    shop = new Shop();
  }

  @AfterEach
  void close() throws SQLException {
    shop.close();
  }

  private Object one(String sql) throws SQLException {
    return BournDriverTest.one(shop.connection, sql);
  }

  @Test
  void valuesOfAllTypes_areWhatJavaHasForThem() throws SQLException {
    assertThat(one("SELECT 1 = 1")).isEqualTo(true);
    assertThat(one("SELECT CAST(1 AS TINYINT)")).isEqualTo(1);
    assertThat(one("SELECT CAST(1 AS SMALLINT)")).isEqualTo(1);
    assertThat(one("SELECT 1")).isEqualTo(1);
    assertThat(one("SELECT CAST(1 AS BIGINT)")).isEqualTo(1L);
    assertThat(one("SELECT 1.25")).isEqualTo(new BigDecimal("1.25"));
    assertThat(one("SELECT CAST(1.5 AS REAL)")).isEqualTo(1.5f);
    assertThat(one("SELECT CAST(1.5 AS DOUBLE)")).isEqualTo(1.5);
    assertThat(one("SELECT 'a'")).isEqualTo("a");
    assertThat(one("SELECT X'00ff'")).isEqualTo(new byte[] {0, -1});
    assertThat(one("SELECT DATE '2026-01-31'")).isEqualTo(Date.valueOf("2026-01-31"));
    assertThat(one("SELECT made FROM orders LIMIT 1")).isEqualTo(Timestamp.from(Shop.AT));
    assertThat(one("SELECT number FROM orders LIMIT 1")).isEqualTo(Shop.NUMBER);
    assertThat(one("SELECT INTERVAL '2' HOUR")).isEqualTo(7_200_000L);
    assertThat(one("SELECT value FROM log")).isEqualTo("{:n 1, :tags [\"a\" 2], :who \"Ann\"}");
    assertThat(one("SELECT value['who'] FROM log")).isEqualTo("Ann");
    assertThat(one("SELECT value['n'] FROM log")).isEqualTo(1L);
    assertThat(one("SELECT CAST(NULL AS INTEGER)")).isNull();
  }

  @Test
  void valuesAreConverted_whereTheyCanBe() throws SQLException {
    try (Statement statement = shop.connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM orders ORDER BY made")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("MADE")).isEqualTo("2026-01-01 08:00:00.123456");
      assertThat(rows.getObject("made", Instant.class)).isEqualTo(Shop.AT);
      assertThat(rows.getObject("made", OffsetDateTime.class))
          .isEqualTo(Shop.AT.atOffset(ZoneOffset.UTC));
      assertThat(rows.getObject("made", LocalDateTime.class))
          .isEqualTo(LocalDateTime.parse("2026-01-01T08:00:00.123456"));
      assertThat(rows.getObject("made", LocalDate.class)).isEqualTo("2026-01-01");
      assertThat(rows.getDate("made")).isEqualTo(Date.valueOf("2026-01-01"));
      assertThat(rows.getTimestamp("made")).isEqualTo(Timestamp.from(Shop.AT));
      assertThat(rows.getObject("item", Value.class)).isEqualTo(Value.of("tea"));
      assertThat(rows.getObject("number", UUID.class)).isEqualTo(Shop.NUMBER);
      assertThat(rows.getLong("pieces")).isEqualTo(2);
      assertThat(rows.getString("pieces")).isEqualTo("2");
      assertThat(rows.getBigDecimal("price")).isEqualByComparingTo("4.5");
      assertThat(rows.getInt("price")).isEqualTo(4);
      assertThat(rows.getBoolean("paid")).isTrue();
      assertThatThrownBy(() -> rows.getInt("item"))
          .isInstanceOf(SQLException.class)
          .hasFieldOrPropertyWithValue("SQLState", "22018");
      assertThatThrownBy(() -> rows.getInt("none")).isInstanceOf(SQLException.class);
      assertThat(rows.next()).isTrue();
      assertThat(rows.getDouble("price")).isZero();
      assertThat(rows.wasNull()).isTrue();
      assertThat(rows.getObject("price")).isNull();
      assertThat(rows.getString("item")).isEqualTo("jam");
      assertThat(rows.wasNull()).isFalse();
      assertThat(rows.next()).isFalse();
      assertThatThrownBy(() -> rows.getInt("pieces")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void resultsDescribeTheirColumns() throws SQLException {
    try (Statement statement = shop.connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT item AS what, price, made, sum(1.5) OVER () FROM orders")) {
      ResultSetMetaData columns = rows.getMetaData();
      assertThat(columns.getColumnCount()).isEqualTo(4);
      assertThat(columns.getColumnLabel(1)).isEqualTo("what");
      assertThat(columns.getColumnType(1)).isEqualTo(Types.VARCHAR);
      assertThat(columns.isNullable(1)).isEqualTo(ResultSetMetaData.columnNoNulls);
      assertThat(columns.getColumnType(2)).isEqualTo(Types.DOUBLE);
      assertThat(columns.isNullable(2)).isEqualTo(ResultSetMetaData.columnNullable);
      assertThat(columns.getColumnType(3)).isEqualTo(Types.TIMESTAMP);
      assertThat(columns.getScale(3)).isEqualTo(6);
      assertThat(columns.getColumnClassName(3)).isEqualTo("java.sql.Timestamp");
      assertThat(columns.getColumnTypeName(4)).isEqualTo("DECIMAL");
      assertThat(columns.getPrecision(4)).isEqualTo(38);
    }
  }

  @Test
  void statementsAreCutToTheirMostRows() throws SQLException {
    try (Statement statement = shop.connection.createStatement()) {
      statement.setMaxRows(1);
      ResultSet rows = statement.executeQuery("SELECT item FROM orders");
      assertThat(rows.next()).isTrue();
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void insertsAppend_andCount() throws SQLException {
    try (Statement statement = shop.connection.createStatement()) {
      assertThat(statement.executeUpdate("INSERT INTO log (n) VALUES (2), (3)")).isEqualTo(2);
      assertThat(statement.execute("/* one */ insert into log (n) values (4)")).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(1);
      assertThat(statement.getResultSet()).isNull();
      assertThat(statement.execute("SELECT sum(n) FROM log")).isTrue();
      assertThat(statement.getResultSet().next()).isTrue();
      assertThat(statement.getResultSet().getInt(1)).isEqualTo(10);
      assertThat(statement.getUpdateCount()).isEqualTo(-1);
      assertThatThrownBy(() -> statement.executeQuery("INSERT INTO log (n) VALUES (5)"))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> statement.executeUpdate("SELECT 1"))
          .isInstanceOf(SQLException.class);
      statement.addBatch("INSERT INTO log (n) VALUES (6)");
      statement.addBatch("INSERT INTO log (n) VALUES (7), (8)");
      assertThat(statement.executeBatch()).containsExactly(1, 2);
    }
    assertThat(one("SELECT count(*) FROM log")).isEqualTo(7L);
  }

  @Test
  void preparedStatements_takeValuesForTheirParameters() throws SQLException {
    try (PreparedStatement statement =
        shop.connection.prepareStatement("SELECT item FROM orders WHERE pieces = ? AND paid = ?")) {
      assertThat(statement.getParameterMetaData().getParameterCount()).isEqualTo(2);
      assertThatThrownBy(statement::executeQuery)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("parameter 1");
      statement.setInt(1, 2);
      statement.setBoolean(2, true);
      assertThat(first(statement)).isEqualTo("tea");
      statement.setLong(1, 1);
      statement.setObject(2, "false", Types.BOOLEAN);
      assertThat(first(statement)).isEqualTo("jam");
      assertThatThrownBy(() -> statement.setInt(3, 1)).isInstanceOf(SQLException.class);
    }
    assertThat(found("made = ?", Timestamp.from(Shop.AT))).isEqualTo("tea");
    assertThat(found("made = ?", Shop.AT.atOffset(ZoneOffset.ofHours(5)))).isEqualTo("tea");
    assertThat(found("number = ? AND pieces > 1", Shop.NUMBER)).isEqualTo("tea");
    assertThat(found("price = ?", 4.5)).isEqualTo("tea");
    assertThat(found("price = ?", new BigDecimal("4.5"))).isEqualTo("tea");
    assertThat(found("item = ?", "jam")).isEqualTo("jam");
    assertThat(found("COALESCE(CAST(? AS INTEGER), 1) = pieces", null)).isEqualTo("jam");
  }

  private Object found(String where, Object value) throws SQLException {
    try (PreparedStatement statement =
        shop.connection.prepareStatement("SELECT item FROM orders WHERE " + where)) {
      statement.setObject(1, value);
      return first(statement);
    }
  }

  private static Object first(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      assertThat(rows.next()).isTrue();
      return rows.getObject(1);
    }
  }

  @Test
  void preparedInserts_appendOneByOneAndInBatches() throws SQLException {
    try (PreparedStatement statement =
        shop.connection.prepareStatement(
            "INSERT INTO orders (item, made, pieces, price, paid, number) VALUES (?, ?, ?, ?,"
                + " ?, ?)")) {
      set(statement, "milk", 3);
      assertThat(statement.executeUpdate()).isEqualTo(1);
      set(statement, "salt", 4);
      statement.addBatch();
      set(statement, null, 5);
      statement.addBatch();
      assertThatThrownBy(statement::executeBatch)
          .isInstanceOf(BatchUpdateException.class)
          .hasMessageContaining("item")
          .satisfies(
              e -> assertThat(((BatchUpdateException) e).getUpdateCounts()).containsExactly(1));
    }
    assertThat(one("SELECT listagg(item, ' ') FROM orders WHERE price IS NULL AND paid"))
        .isEqualTo("milk salt");
  }

  private static void set(PreparedStatement statement, String item, int pieces)
      throws SQLException {
    statement.setString(1, item);
    statement.setTimestamp(2, Timestamp.from(Shop.AT));
    statement.setInt(3, pieces);
    statement.setNull(4, Types.DOUBLE);
    statement.setBoolean(5, true);
    statement.setObject(6, Shop.NUMBER);
  }

  @Test
  void aTransaction_seesOneCut() throws SQLException {
    try (Connection writer = DriverManager.getConnection(shop.url);
        Statement append = writer.createStatement()) {
      String count = "SELECT count(*) FROM log";
      shop.connection.setAutoCommit(false);
      assertThat(one(count)).isEqualTo(1L);
      append.executeUpdate("INSERT INTO log (n) VALUES (2)");
      assertThat(one(count)).isEqualTo(1L);
      shop.connection.commit();
      assertThat(one(count)).isEqualTo(2L);
      append.executeUpdate("INSERT INTO log (n) VALUES (3)");
      assertThat(one(count)).isEqualTo(2L);
      shop.connection.rollback();
      assertThat(one(count)).isEqualTo(3L);
      assertThatThrownBy(
              () ->
                  shop.connection.createStatement().executeUpdate("INSERT INTO log (n) VALUES (4)"))
          .isInstanceOf(SQLFeatureNotSupportedException.class)
          .hasMessageContaining("auto-commit");
      shop.connection.setAutoCommit(true);
      append.executeUpdate("INSERT INTO log (n) VALUES (5)");
      assertThat(one(count)).isEqualTo(4L);
      assertThatThrownBy(shop.connection::commit).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void whatIsWrong_isSaidWithItsPlaceAndState() throws SQLException {
    assertWrong("SELEC 1", "42000", "^");
    assertWrong("SELECT * FROM ordres", "42S02", "did you mean orders?");
    assertWrong("SELECT itm FROM orders", "42S22", "^");
    assertWrong("SELECT 1 / (pieces - 2) FROM orders", "22012", "division by zero");
    assertWrong("DELETE FROM orders", "0A000", "not supported");
    assertWrong("INSERT INTO orders (item) VALUES ('x')", "23000", "did not take the rows");
    shop.connection.setReadOnly(true);
    assertWrong("INSERT INTO log (n) VALUES (1)", "25006", "read-only");
  }

  private void assertWrong(String sql, String state, String said) throws SQLException {
    try (Statement statement = shop.connection.createStatement();
        PreparedStatement prepared = shop.connection.prepareStatement(sql)) {
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining(said)
          .hasFieldOrPropertyWithValue("SQLState", state);
      assertThatThrownBy(prepared::execute)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining(said)
          .hasFieldOrPropertyWithValue("SQLState", state);
    }
  }

  @Test
  void aStatementEndsWhenItsTimeIsOver() throws SQLException {
    try (Statement statement = shop.connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertThat(statement.getQueryTimeout()).isEqualTo(1);
      assertThatThrownBy(() -> statement.executeQuery(ENDLESS))
          .isInstanceOf(SQLTimeoutException.class)
          .hasFieldOrPropertyWithValue("SQLState", "HYT00");
    }
    try (Connection hasty = DriverManager.getConnection(shop.url + ";timeout=1");
        PreparedStatement statement = hasty.prepareStatement(ENDLESS)) {
      assertThatThrownBy(statement::executeQuery).isInstanceOf(SQLTimeoutException.class);
    }
  }

  @Test
  void aStatementIsCancelledByAnotherThread_whichLeavesNoInterrupt() throws Exception {
    try (Statement statement = shop.connection.createStatement();
        PreparedStatement prepared = shop.connection.prepareStatement(ENDLESS)) {
      assertCancelled(statement, () -> statement.executeQuery(ENDLESS));
      assertCancelled(prepared, prepared::executeQuery);
      statement.cancel();
      assertThat(statement.executeQuery("SELECT 1").next()).isTrue();
    }
  }

  /** Cancels again until it ends: what does not run yet cannot be cancelled. */
  private static void assertCancelled(Statement statement, ThrowingCallable execution)
      throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    CompletableFuture<Void> canceller =
        CompletableFuture.runAsync(
            () -> {
              try {
                while (!ended.await(50, TimeUnit.MILLISECONDS)) {
                  statement.cancel();
                }
              } catch (InterruptedException | SQLException e) {
                throw new AssertionError(e);
              }
            });
    assertThatThrownBy(execution).hasFieldOrPropertyWithValue("SQLState", "57014");
    ended.countDown();
    canceller.get();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void closingAConnection_endsWhatItRuns() throws Exception {
    Connection other = DriverManager.getConnection(shop.url);
    Statement statement = other.createStatement();
    CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              try {
                other.close();
              } catch (SQLException e) {
                throw new AssertionError(e);
              }
            });
    assertThatThrownBy(() -> statement.executeQuery(ENDLESS)).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> other.createStatement()).isInstanceOf(SQLException.class);
  }

  @Test
  void aPreparedStatementDescribesItsColumns_beforeItIsExecuted() throws SQLException {
    try (PreparedStatement statement =
        shop.connection.prepareStatement(
            "SELECT item, price * ? AS sum FROM orders WHERE pieces > ?")) {
      ResultSetMetaData columns = statement.getMetaData();
      assertThat(columns.getColumnCount()).isEqualTo(2);
      assertThat(columns.getColumnLabel(1)).isEqualTo("item");
      assertThat(columns.getColumnType(1)).isEqualTo(Types.VARCHAR);
      assertThat(columns.getColumnLabel(2)).isEqualTo("sum");
      statement.setDouble(1, 2);
      statement.setInt(2, 0);
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
      }
      assertThat(statement.getMetaData().getColumnCount()).isEqualTo(2);
    }
    try (PreparedStatement statement =
        shop.connection.prepareStatement("INSERT INTO log (n) VALUES (?)")) {
      assertThat(statement.getMetaData()).isNull();
    }
    try (PreparedStatement statement =
        shop.connection.prepareStatement("SELECT itme FROM orders")) {
      assertThatThrownBy(statement::getMetaData)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("there is no column itme");
    }
  }
}
