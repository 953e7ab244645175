package bourn.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.using;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import sqlline.SqlLine;

/** Programs and libraries that know nothing of us. */
final class ToolsTest {

  private final Shop shop;

  ToolsTest() throws SQLException {
    shop = new Shop();
  }

  @AfterEach
  void close() throws SQLException {
    shop.close();
  }

  @Test
  void hikari_poolsConnections_whoseTransactionsSeeOneCut() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(shop.url);
    config.setMaximumPoolSize(2);
    config.setAutoCommit(false);
    config.setConnectionTestQuery("SELECT 1");
    try (HikariDataSource pool = new HikariDataSource(config)) {
      try (Connection connection = pool.getConnection()) {
        assertThat(BournDriverTest.one(connection, "SELECT count(*) FROM log")).isEqualTo(1L);
        BournDriverTest.one(shop.connection, "SELECT 1");
        shop.connection.createStatement().executeUpdate("INSERT INTO log (n) VALUES (2)");
        assertThat(BournDriverTest.one(connection, "SELECT count(*) FROM log")).isEqualTo(1L);
      }
      try (Connection connection = pool.getConnection()) {
        assertThat(BournDriverTest.one(connection, "SELECT count(*) FROM log")).isEqualTo(2L);
        connection.commit();
      }
    }
  }

  @Test
  void spring_queriesUpdatesAndTranslatesErrors() {
    JdbcTemplate template = new JdbcTemplate(new BournDataSource(shop.bourn));
    template.setQueryTimeout(5);
    assertThat(template.update("INSERT INTO log (who, n) VALUES (?, ?)", "Bob", 2)).isEqualTo(1);
    assertThat(template.batchUpdate("INSERT INTO log (who, n) VALUES (?, ?)", rows()))
        .containsExactly(1, 1);
    assertThat(template.queryForObject("SELECT n FROM log WHERE who = ?", Integer.class, "Bob"))
        .isEqualTo(2);
    assertThat(template.queryForList("SELECT who FROM log ORDER BY n", String.class))
        .containsExactly("Ann", "Bob", "Cid", "Dan");
    Map<String, Object> row =
        template.queryForMap("SELECT item, price FROM orders WHERE pieces = 1");
    assertThat(row).containsEntry("item", "jam").containsEntry("price", null);
    assertThat(
            new NamedParameterJdbcTemplate(template)
                .queryForObject(
                    "SELECT count(*) FROM log WHERE n IN (:numbers)",
                    Map.of("numbers", List.of(1, 2)),
                    Long.class))
        .isEqualTo(2);
    assertThatThrownBy(() -> template.queryForList("SELECT * FROM nowhere"))
        .isInstanceOf(BadSqlGrammarException.class);
  }

  private static List<Object[]> rows() {
    return List.of(new Object[] {"Cid", 3}, new Object[] {"Dan", 4});
  }

  @Test
  void spring_transactionsSeeOneCut() {
    BournDataSource source = new BournDataSource(shop.bourn);
    JdbcTemplate template = new JdbcTemplate(source);
    TransactionTemplate transaction =
        new TransactionTemplate(new DataSourceTransactionManager(source));
    transaction.setReadOnly(true);
    String count = "SELECT count(*) FROM log";
    List<Long> seen =
        transaction.execute(
            status -> {
              Long before = template.queryForObject(count, Long.class);
              new JdbcTemplate(new BournDataSource(shop.bourn)).execute((Connection c) -> insert());
              return List.of(before, template.queryForObject(count, Long.class));
            });
    assertThat(seen).containsExactly(1L, 1L);
    assertThat(template.queryForObject(count, Long.class)).isEqualTo(2L);
  }

  private Object insert() throws SQLException {
    return shop.connection.createStatement().executeUpdate("INSERT INTO log (n) VALUES (2)");
  }

  @Test
  void jooq_buildsQueriesAndRunsPlainOnes() {
    DSLContext jooq = using(shop.connection, SQLDialect.DEFAULT);
    assertThat(jooq.fetch("SELECT item FROM orders WHERE pieces > ?", 1).getValues(0))
        .isEqualTo(List.of("tea"));
    assertThat(
            jooq.select(field(name("item")), count())
                .from(table(name("orders")))
                .where(field(name("pieces"), Integer.class).ge(1))
                .groupBy(field(name("item")))
                .orderBy(field(name("item")).desc())
                .limit(1)
                .fetchOne()
                .value1())
        .isEqualTo("tea");
    assertThat(
            jooq.insertInto(table(name("log")), field(name("who")), field(name("n")))
                .values("Eve", 5)
                .execute())
        .isEqualTo(1);
    assertThat(
            jooq.select(field(name("who")))
                .from(table(name("log")))
                .where(field(name("n")).eq(5))
                .fetchSingle()
                .value1())
        .isEqualTo("Eve");
    assertThat(jooq.meta().getTables("person")).hasSize(1);
  }

  @Test
  void sqlLine_showsTablesAndRows() throws Exception {
    String script =
        """
        !connect %s "" ""
        !tables
        !describe orders
        SELECT item, pieces FROM orders ORDER BY pieces;
        SELECT * FROM nowhere;
        !quit
        """
            .formatted(shop.url);
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
    SqlLine line = new SqlLine();
    line.setOutputStream(out);
    line.setErrorStream(out);
    line.begin(
        new String[] {"--silent=true", "--color=false"},
        new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)),
        false);
    assertThat(shown.toString(StandardCharsets.UTF_8))
        .contains("orders")
        .contains("TIMESTAMP")
        .contains("| jam  | 1")
        .contains("there is no table nowhere");
  }
}
