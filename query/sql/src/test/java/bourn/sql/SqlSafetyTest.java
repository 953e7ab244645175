package bourn.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import bourn.engine.Budget;
import bourn.engine.QueryException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile statements end soon, with an error that says why. */
final class SqlSafetyTest {

  private static final long SOON_MILLIS = 3_000;
  private static final Budget LARGE = new Budget(Duration.ofMinutes(5), 1_000_000_000, 1_000_000);

  private static final Object[][] ROWS = new Object[20_000][];

  static {
    for (int i = 0; i < ROWS.length; i++) {
      ROWS[i] = new Object[] {(long) i, i % 7 * 0.5, "s" + i % 1_000};
    }
  }

  private final SqlCatalog catalog =
      new MemoryCatalog()
          .with(
              "t",
              List.of(
                  SqlColumn.of("k", SqlType.BIGINT),
                  SqlColumn.of("x", SqlType.DOUBLE),
                  SqlColumn.of("s", SqlType.VARCHAR)),
              ROWS);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT repeat(s, 2000000000) FROM t",
        "SELECT lpad(s, 2000000000, 'x') FROM t",
        "SELECT space(1000000000)",
        "SELECT replace(repeat('a', 9000000), 'a', 'bbbbbbbb')",
        "SELECT repeat('a', 9000000) || repeat('a', 9000000)",
        "SELECT listagg(repeat(s, 1000), ',') FROM t",
        "SELECT levenshtein(repeat('a', 100000), repeat('b', 100000))",
        "SELECT factorial(21)",
        "SELECT CAST('1e999999999' AS DECIMAL(38, 0))",
        "SELECT power(CAST(9 AS DECIMAL(38, 0)), 2) * 99999999999999999999999999999999999999"
            + " * 99999999999999999999999999999999999999.0",
        "SELECT JSON_VALUE('{}', 'no path')"
      })
  void whatGrowsTooLarge_isAnError(String sql) {
    Throwable thrown = catchThrowable(() -> Sql.query(sql, catalog));
    assertThat(thrown).isInstanceOf(QueryException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT regexp_replace(repeat('a', 5000), '(a|aa)+b', 'c', 'g')",
        "SELECT repeat('x', 200000) SIMILAR TO '(x|xx)*y'"
      })
  void regularExpressionThatTakesLong_isAnError(String sql) {
    long started = System.nanoTime();
    Throwable thrown = catchThrowable(() -> Sql.query(sql, catalog));
    assertThat(thrown)
        .isInstanceOf(QueryException.class)
        .hasMessageStartingWith("a regular expression looks at a string more often");
    assertThat(System.nanoTime() - started).isLessThan(TimeUnit.SECONDS.toNanos(10));
  }

  @Test
  void recursionWithoutEnd_endsWithItsBudget() {
    String endless =
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT 1 FROM r) SELECT count(*)" + " FROM r";
    assertThat(error(endless, new Budget(Duration.ofMinutes(1), 1_000_000, 1_000)).code().name())
        .isEqualTo("query/too-many-rounds");
    String doubling =
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT a.n FROM r a, (VALUES (1), (2)) AS b(m))"
            + " SELECT count(*) FROM r";
    assertThat(error(doubling, new Budget(Duration.ofMinutes(1), 100_000, 1_000)).code().name())
        .isEqualTo("query/too-many-rows");
  }

  @Test
  void windowsCountWhatTheyHold() {
    Budget small = new Budget(Duration.ofMinutes(1), 1_000_000, 1_000, 1_000_000);
    assertThat(error("SELECT rank() OVER (ORDER BY x) FROM t", small).code().name())
        .isEqualTo("query/too-much-memory");
  }

  /** Each takes minutes when it is let run. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT max(x) OVER (ORDER BY k ROWS BETWEEN 15000 PRECEDING AND 15000 FOLLOWING) FROM t",
        "SELECT sum(x) OVER (ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
            + " EXCLUDE CURRENT ROW) FROM t",
        "SELECT count(*) FROM t a, t b, t c WHERE a.x + b.x < c.x",
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT (n + 1) % 1000 FROM r) SELECT count(*)"
            + " FROM r"
      })
  void interruptAndTime_endWhatTakesLong(String sql) throws InterruptedException {
    Throwable[] thrown = new Throwable[1];
    Thread thread =
        new Thread(() -> thrown[0] = catchThrowable(() -> Sql.query(sql, catalog, LARGE)));
    thread.start();
    thread.join(500);
    thread.interrupt();
    thread.join(SOON_MILLIS);
    assertThat(thread.isAlive()).isFalse();
    assertThat(thrown[0]).isInstanceOf(QueryException.class);
    assertThat(((QueryException) thrown[0]).code().name()).isEqualTo("query/cancelled");

    long started = System.nanoTime();
    assertThat(error(sql, LARGE.within(Duration.ofMillis(300))).code().name())
        .isEqualTo("query/timeout");
    assertThat(System.nanoTime() - started).isLessThan(TimeUnit.MILLISECONDS.toNanos(SOON_MILLIS));
  }

  private QueryException error(String sql, Budget budget) {
    return catchThrowableOfType(QueryException.class, () -> Sql.query(sql, catalog, budget));
  }
}
