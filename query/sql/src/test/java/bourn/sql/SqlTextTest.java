package bourn.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import bourn.engine.QueryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forms that the parser does not know: what they become, and where mistakes in them are shown. */
final class SqlTextTest {

  private static final SqlCatalog NOTHING = new MemoryCatalog();

  private static QueryException wrong(String sql) {
    return catchThrowableOfType(QueryException.class, () -> Sql.query(sql, NOTHING));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a::INT | CAST(a AS INT)",
        "-a::int + b | -CAST(a AS int) + b",
        "t.a :: text | CAST(t.a  AS  VARCHAR)",
        "\"T\".\"a b\"::DECIMAL(5, 2) | CAST(\"T\".\"a b\" AS DECIMAL(5, 2))",
        "'1::2'::INT | CAST('1::2' AS INT)",
        "1.5e-3::DOUBLE PRECISION * 2 | CAST(1.5e-3 AS DOUBLE PRECISION) * 2",
        "f(a, b::int8)::VARCHAR(3) | CAST(f(a, CAST(b AS BIGINT)) AS VARCHAR(3))",
        "a::INT::VARCHAR | CAST(CAST(a AS INT) AS VARCHAR)",
        "(a + b)::INT | CAST((a + b) AS INT)",
        "x IN (1)::BOOLEAN | x IN CAST((1) AS BOOLEAN)",
        "v['k'][1]::INT | CAST(v['k'][1] AS INT)",
        "DATE '2026-01-01'::TIMESTAMP | CAST(DATE '2026-01-01' AS TIMESTAMP)",
        "?::INT | CAST(? AS INT)",
        "a -- b::INT | a -- b::INT",
        "'x' /* a::INT */ | 'x' /* a::INT */",
        "ARRAY[1]::INT ARRAY | CAST(ARRAY[1] AS INT ARRAY)",
      })
  void aCastBySignsIsOneByWords(String written, String parsed) {
    assertThat(SqlText.of("SELECT " + written).parsed()).isEqualTo("SELECT " + parsed);
  }

  @Test
  void aPlaceIsShownWhereItWasWritten() {
    assertThat(wrong("SELECT 1::INT, 'a'::VARCHAR, nowhere").explain())
        .contains("SELECT 1::INT, 'a'::VARCHAR, nowhere")
        .contains("\n  " + " ".repeat(29) + "^");
    assertThat(wrong("SELECT 1::INT AS day, no_such(2)").explain())
        .contains("SELECT 1::INT AS day, no_such(2)")
        .contains("\n  " + " ".repeat(22) + "^");
    assertThat(wrong("SELECT 2::INT, x::INT FROM (VALUES ('x'), ('1')) AS t(x)").explain())
        .contains("\n  " + " ".repeat(15) + "^");
    assertThat(wrong("SELECT 1::INT FROM FROM").explain())
        .contains("SELECT 1::INT FROM FROM")
        .contains("\n  " + " ".repeat(19) + "^");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT ::INT | a value is expected before ::",
        "SELECT 1::  | a type is expected behind ::",
        "SELECT CASE WHEN TRUE THEN 1 END::INT | what is cast by :: is not clear here",
        "SELECT sum(1) OVER ()::INT | what is cast by :: is not clear here",
        "SELECT DISTINCT ON (a) a FROM t | DISTINCT ON is not supported in SQL here",
        "SELECT * EXCLUDE (a) FROM t | * EXCLUDE is not supported in SQL here",
        "SELECT t.* REPLACE (1 AS a) FROM t | * REPLACE is not supported in SQL here",
        "SELECT * FROM t MATCH_RECOGNIZE (PATTERN (a)) | MATCH_RECOGNIZE is not supported in SQL"
            + " here",
        "SELECT sum(a) OVER (ORDER BY b GROUPS 1 PRECEDING) FROM t | a frame of GROUPS is not"
            + " supported in SQL here",
        "SELECT 1, TIME '10:00:00' | 'TIME, a time of day, is not supported in SQL here'",
        "SELECT CAST('1' AS TIME) | 'TIME, a time of day, is not supported in SQL here'",
        "SELECT '1'::TIME(3) | 'TIME, a time of day, is not supported in SQL here'",
        "SELECT CURRENT_TIME | 'TIME, a time of day, is not supported in SQL here'",
        "SELECT LOCALTIME | 'TIME, a time of day, is not supported in SQL here'",
        "SELECT * FROM t TABLESAMPLE BERNOULLI(5) | TABLESAMPLE is not supported in SQL here",
        "SELECT * FROM t UNPIVOT (a FOR b IN (c)) | UNPIVOT is not supported in SQL here",
      })
  void whatIsNotSupportedIsNamed_withTheNearestThatIs(String sql, String message) {
    QueryException wrong = wrong(sql);
    assertThat(wrong).hasMessage(message);
    assertThat(wrong.position()).isPositive();
    assertThat(wrong.hint()).isNotNull();
  }

  @Test
  void manyCastsAreAClearError_andTakeNoLongTime() {
    assertThat(wrong("SELECT 1" + "::INT".repeat(1_500))).hasMessageContaining("at most 300 deep");
    assertThat(wrong("SELECT 1" + "::INT".repeat(100_000)))
        .hasMessageContaining("at most 2000 casts by ::");
  }
}
