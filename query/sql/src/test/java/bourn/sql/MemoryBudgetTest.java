package bourn.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.engine.Budget;
import bourn.engine.QueryException;
import bourn.index.Databases;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Value;
import bourn.typed.Columns;
import bourn.typed.ProductType;
import bourn.typed.TypedFormats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever holds rows counts them: beyond its budget a statement ends, and says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MemoryBudgetTest {

  private static final int ROWS = 200_000;

  /** Less than a word for each row. */
  private static final Budget LITTLE =
      new Budget(Duration.ofMinutes(1), 100_000_000L, 1_000_000, 1_500_000);

  private final Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of);
  private final Databases databases = Databases.of(kernel);
  private final StreamCatalog catalog = StreamCatalog.of(kernel, databases);

  MemoryBudgetTest() {
    var stream = ProductType.parse("[[:i :i64] [:d :f64] [:k :i32]]").open(kernel, "t");
    for (int from = 0; from < ROWS; from += 50_000) {
      int first = from;
      stream
          .append(
              Columns.of(stream, 50_000)
                  .longs("i", LongStream.range(from, from + 50_000).toArray())
                  .doubles(
                      "d",
                      LongStream.range(from, from + 50_000).mapToDouble(i -> i * 0.5).toArray())
                  .longs(
                      "k",
                      LongStream.range(from, from + 50_000).map(i -> (i + first) % 7).toArray())
                  .request(stream))
          .orThrow();
    }
    List<Value> people = new ArrayList<>();
    for (int i = 0; i < 60_000; i++) {
      people.add(Value.map("p/n", i, "p/m", i % 10));
    }
    databases.open("people").transact(people);
  }

  @AfterAll
  void close() {
    databases.close();
    kernel.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM t",
        "SELECT i FROM t ORDER BY d DESC",
        "SELECT i FROM t ORDER BY d LIMIT 150000",
        "SELECT count(*) FROM (SELECT i FROM t ORDER BY d OFFSET 10) x",
        "SELECT count(*) FROM t a JOIN t b ON a.i = b.i + 1",
        "SELECT count(*) FROM t a LEFT JOIN t b ON a.d = b.d",
        "SELECT count(*) FROM t a FULL JOIN t b ON a.i = b.i + 5",
        "SELECT count(*) FROM t a JOIN t b ON a.i < b.i AND a.d > b.d",
        "SELECT count(*) FROM t a WHERE d IN (SELECT d + 1 FROM t)",
        "SELECT count(*) FROM t a WHERE NOT EXISTS (SELECT 1 FROM t b WHERE b.d = a.d + 1)",
        "SELECT count(*) FROM t a LEFT ASOF JOIN t b MATCH_CONDITION a.i >= b.i ON a.k = b.k",
        "SELECT max(n) FROM (SELECT d, count(*) AS n FROM t GROUP BY d) x",
        "SELECT max(n) FROM (SELECT i, sum(d) AS n FROM t GROUP BY i) x",
        "SELECT max(n) FROM (SELECT i, k, max(d) AS n FROM t GROUP BY ROLLUP (i, k)) x",
        "SELECT count(DISTINCT d) FROM t",
        "SELECT sum(DISTINCT i) FROM t",
        "SELECT median(d) FROM t",
        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY d) FROM t",
        "SELECT mode(d) FROM t",
        "SELECT array_agg(d) FROM t",
        "SELECT array_agg(d ORDER BY i) FROM t",
        "SELECT listagg(CAST(k AS VARCHAR), ',') FROM t",
        "SELECT JSON_ARRAYAGG(d) FROM t",
        "SELECT count(*) FROM (SELECT DISTINCT d FROM t) x",
        "SELECT count(*) FROM (SELECT d FROM t UNION SELECT d + 1 FROM t) x",
        "SELECT count(*) FROM (SELECT d FROM t INTERSECT SELECT d + 1 FROM t) x",
        "SELECT count(*) FROM (SELECT d FROM t EXCEPT SELECT d + 1 FROM t) x",
        "SELECT count(*) FROM (SELECT d FROM t EXCEPT ALL SELECT d + 1 FROM t) x",
        "SELECT max(s) FROM (SELECT sum(d) OVER (ORDER BY i) AS s FROM t) x",
        "SELECT max(s) FROM (SELECT row_number() OVER (PARTITION BY k ORDER BY d) AS s FROM t) x",
        "SELECT max(s) FROM (SELECT lag(d) OVER (ORDER BY i) AS s FROM t) x",
        "SELECT max(s) FROM (SELECT max(d) OVER (ORDER BY i ROWS BETWEEN 5 PRECEDING AND 5"
            + " FOLLOWING) AS s FROM t) x",
        "SELECT i FROM t QUALIFY row_number() OVER (ORDER BY d) = 1",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i + 1 FROM n) SELECT count(*) FROM n",
        "WITH RECURSIVE n(i) AS (SELECT i FROM t UNION ALL SELECT i + 1 FROM n WHERE i < 200005)"
            + " SELECT count(*) FROM n",
        "WITH g AS (SELECT i, count(*) AS n FROM t GROUP BY i) SELECT count(*) FROM g a JOIN g b ON"
            + " a.i = b.n",
        "SELECT count(*) FROM people.p WHERE n + m > 5",
        "SELECT count(*) FROM people.datoms a JOIN people.datoms b ON a.v = b.v",
        "SELECT sum(n) FROM DATALOG('[:find ?n ?m :where [?p :p/n ?n] [?q :p/n ?n] [?q :p/m ?m]]')",
        "INSERT INTO t SELECT * FROM t",
        "SELECT max(window_end) FROM TABLE(SESSION((SELECT *, _time AS seen FROM t),"
            + " DESCRIPTOR(seen), DESCRIPTOR(k), INTERVAL '1' HOUR))",
        "SELECT max_by(i, d) FROM t GROUP BY d",
        "SELECT approx_count_distinct(i) FROM t",
        "SELECT corr(i, d) FROM t GROUP BY d",
      })
  void whatHoldsMoreThanItsBudget_isRefused(String sql) {
    assertThatThrownBy(() -> Sql.execute(sql, catalog.now(), LITTLE))
        .isInstanceOf(QueryException.class)
        .hasMessage("the query holds more than its budget of 1500000 bytes")
        .satisfies(
            e -> assertThat(((QueryException) e).hint()).contains("larger budget of memory"));
  }

  /** As many rows go through what holds none, or few. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT sum(i), max(d), count(*) FROM t",
        "SELECT k, sum(d) FROM t GROUP BY k",
        "SELECT i FROM t ORDER BY d DESC LIMIT 10",
        "SELECT i FROM t WHERE d > 99990.0",
        "SELECT DISTINCT k FROM t",
        "SELECT count(*) FROM t a JOIN (SELECT 3 AS k) b ON a.k = b.k",
      })
  void whatHoldsLittle_isAnswered(String sql) {
    Budget some = new Budget(LITTLE.time(), LITTLE.rows(), LITTLE.rounds(), 4_000_000);
    assertThat(Sql.query(sql, catalog.now(), some).rows()).isNotEmpty();
  }

  @Test
  void aStatementWithEnoughMemoryIsAnswered() {
    assertThat(Sql.query("SELECT i FROM t ORDER BY d DESC", catalog.now()).rows()).hasSize(ROWS);
  }
}
