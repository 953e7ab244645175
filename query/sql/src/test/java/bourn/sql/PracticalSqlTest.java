package bourn.sql;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.index.Databases;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.typed.TypedFormats;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What people write that the guide does not show. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PracticalSqlTest {

  private final Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of);
  private final Databases databases = Databases.of(kernel);
  private final StreamCatalog catalog = StreamCatalog.of(kernel, databases);

  PracticalSqlTest() {
    SqlGuideTest.fill(kernel, databases);
  }

  @AfterAll
  void close() {
    databases.close();
    kernel.close();
  }

  private String sql(String sql) {
    return SqlGuideTest.answer(sql, catalog.now());
  }

  /** What is hidden of a typed stream is no column that both sides share. */
  @Test
  void joinsBySharedNames_seeNoHiddenColumns() {
    assertThat(sql("SELECT * FROM (SELECT 'SEA' AS origin, 3 AS n) t JOIN flights USING (origin)"))
        .isEqualTo(
            """
            SEA | 3 | SFO | 2026-01-01 08:00:00 | 12 | 99.5
            SEA | 3 | JFK | 2026-01-02 07:15:00 | 40 | 250.0
            SEA | 3 | SFO | 2026-01-03 08:00:00 | 5 | 89.5\
            """);
    assertThat(sql("SELECT count(*) FROM flights f LEFT JOIN flights g USING (origin)"))
        .isEqualTo("11");
    assertThat(
            sql(
                "SELECT count(*) FROM flights NATURAL JOIN (SELECT * FROM flights FOR SYSTEM_TIME"
                    + " AS OF 2) t"))
        .isEqualTo("2");
    assertThat(sql("SELECT max(_offset) FROM flights")).isEqualTo("4");
  }

  @Test
  void comparesWithAllOrSomeOfAList() {
    assertThat(
            sql(
                "SELECT 2 = ANY (ARRAY[1, 2]), 3 > ALL (ARRAY[1, 2]), 2 <> ALL (ARRAY[1, 2]),"
                    + " 3 = SOME (ARRAY[1, NULL]), 1 < ANY (CAST(NULL AS INTEGER ARRAY))"))
        .isEqualTo("true | true | false | NULL | NULL");
    assertThat(sql("SELECT delay FROM flights WHERE origin = ANY (ARRAY['JFK', 'SFO'])"))
        .isEqualTo("-3\n0");
  }

  @Test
  void listsAreJoinedByTwoBars() {
    assertThat(sql("SELECT ARRAY[1, 2] || ARRAY[3]")).isEqualTo("[1 2 3]");
  }

  /** What is said in the place of a frame of GROUPS. */
  @Test
  void aRangeOverRanks_isAFrameOfGroups() {
    assertThat(
            sql(
                "SELECT origin, sum(delay) OVER (ORDER BY r RANGE BETWEEN 1 PRECEDING AND CURRENT"
                    + " ROW) FROM (SELECT *, dense_rank() OVER (ORDER BY origin) AS r FROM flights)"
                    + " t ORDER BY 1, 2"))
        .isEqualTo("JFK | 0\nSEA | 57\nSEA | 57\nSEA | 57\nSFO | 54");
  }

  @Test
  void aQualifiedNameMayBeAReservedWord() {
    assertThat(sql("SELECT w.value['wind'], w.offset FROM weather w ORDER BY w.offset"))
        .isEqualTo("7 | 0\n2 | 1");
  }
}
