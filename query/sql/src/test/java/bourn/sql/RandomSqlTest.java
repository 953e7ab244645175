package bourn.sql;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.engine.Budget;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random queries over random tables give what DuckDB gives. More of them with {@code
 * -Dbourn.seeds=3000}; each seed is {@value #QUERIES} queries over tables of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RandomSqlTest {

  private static final int QUERIES = 8;

  /** A query of which the order of the rows counts. */
  private static final String ORDERED = "SELECT \\* FROM \\(.*\\) AS q\\d+\\([^)]*\\) ORDER BY .*";

  private static final Budget BUDGET = new Budget(Duration.ofSeconds(60), 5_000_000, 10_000);

  private Connection duck;

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("bourn.seeds", 40));
  }

  @BeforeAll
  void open() throws SQLException {
    duck = DriverManager.getConnection("jdbc:duckdb:");
    Duck.execute(duck, "SET threads = 1");
  }

  @AfterAll
  void close() throws SQLException {
    duck.close();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyQueryAgrees(long seed) throws SQLException {
    MemoryCatalog catalog = RandomTables.of(seed, duck);
    RandomSql random = new RandomSql(seed);
    List<String> wrong = new ArrayList<>();
    for (int q = 0; q < QUERIES; q++) {
      String query = random.query();
      List<List<Object>> expected = Duck.rows(duck, query.replace(RandomSql.DIVIDE, "//"));
      String ours = query.replace(RandomSql.DIVIDE, "/");
      String difference = Duck.difference(ours, catalog, BUDGET, expected, ours.matches(ORDERED));
      if (!difference.isEmpty()) {
        wrong.add(difference);
      }
    }
    assertThat(wrong).isEmpty();
  }
}
