package bourn.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import bourn.engine.QueryException;
import bourn.kernel.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a wrong statement says, and that no statement breaks the parser or the planner. */
final class SqlErrorsTest {

  private final SqlCatalog catalog =
      new MemoryCatalog()
          .with(
              "person",
              List.of(
                  SqlColumn.of("id", SqlType.INTEGER),
                  SqlColumn.of("name", SqlType.VARCHAR),
                  SqlColumn.of("any", SqlType.ANY)),
              new Object[] {1, "Ada", 1},
              new Object[] {2, "Bob", "x"});

  @Test
  void unknownColumn_isShownWithWhatWasMeant() {
    assertExplained(
        "SELECT id,\n  nmae FROM person",
        """
        there is no column nmae

            nmae FROM person
            ^

        did you mean name?\
        """);
  }

  @Test
  void unknownTable_isShownWithWhatWasMeant() {
    assertExplained(
        "SELECT * FROM persn",
        """
        there is no table persn

          SELECT * FROM persn
                        ^

        did you mean person?\
        """);
  }

  @Test
  void unknownTableLikeNoOther_isShownWithThoseThereAre() {
    assertExplained(
        "SELECT * FROM flights",
        """
        there is no table flights

          SELECT * FROM flights
                        ^

        tables: person\
        """);
  }

  @Test
  void unknownFunction_isShownWithWhatWasMeant() {
    assertExplained(
        "SELECT uper(name) FROM person",
        """
        there is no function uper of these arguments

          SELECT uper(name) FROM person
                 ^

        did you mean upper?\
        """);
  }

  @Test
  void statementThatIsNoSql_isShownFromWhereOnItIsNot() {
    assertExplained(
        "SELECT id FORM person",
        """
        the statement is not SQL from "person" on

          SELECT id FORM person
                         ^\
        """);
    assertExplained(
        "SELECT id FROM",
        """
        the statement is not SQL from its end on

          SELECT id FROM
                        ^\
        """);
  }

  @Test
  void constructThatIsNotSupported_isNamed() {
    assertThat(wrong("SELECT count(DISTINCT name) OVER () FROM person"))
        .hasMessage("DISTINCT in a window function is not supported in SQL here");
    assertThat(
            wrong("SELECT first_value(name) FILTER (WHERE id > 1) OVER (ORDER BY id) FROM person"))
        .hasMessage("FILTER of FIRST_VALUE in a window is not supported in SQL here");
    assertThat(wrong("SELECT soundex(name) FROM person").code().name())
        .isEqualTo("sql/unknown-function");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO person VALUES (3, 'Cyd', 1)",
        "DELETE FROM person",
        "UPDATE person SET id = 1",
        "DROP TABLE person",
        "EXPLAIN DELETE FROM person",
        "",
        " ; ",
        "SELECT id FROM person FOR SYSTEM_TIME AS OF 99999999999999999999",
        "SELECT 1; SELECT 2"
      })
  void whatWouldNotOnlyRead_isRefused(String sql) {
    assertThat(wrong(sql).code().namespace()).isEqualTo("sql");
  }

  @Test
  void anyTextCanBeAskedFor() {
    assertThat(
            Sql.query("SELECT '日本' || 'Š' FROM (VALUES (1)) AS t(x) WHERE '日本' LIKE '%本'", catalog)
                .rows())
        .isEqualTo(List.of(List.of(Value.of("日本Š"))));
    assertThat(Sql.query("SELECT id FROM person WHERE name = '日本'", catalog).rows()).isEmpty();
  }

  @Test
  void arithmeticThatDoesNotFit_isAnError() {
    assertThat(wrong("SELECT id + 2147483647 FROM person").code().name()).isEqualTo("sql/overflow");
    assertThat(
            wrong("SELECT sum(b) FROM (VALUES (9223372036854775807), (1)) AS t(b)").code().name())
        .isEqualTo("sql/overflow");
    assertThat(wrong("SELECT 1 / (id - 1) FROM person").code().name())
        .isEqualTo("sql/division-by-zero");
    assertThat(wrong("SELECT CAST(name AS INTEGER) FROM person"))
        .hasMessage("\"Ada\" cannot be cast to INTEGER");
    assertThat(wrong("SELECT (SELECT id FROM person)").code().name()).isEqualTo("sql/not-scalar");
  }

  @Test
  void whatFailsAsItRuns_isShownWhereItStands() {
    assertExplained(
        "SELECT id FROM person\nWHERE name = 'Ada' AND 10 / (id - 1) > 1",
        """
        division by zero

          WHERE name = 'Ada' AND 10 / (id - 1) > 1
                                 ^\
        """);
    assertExplained(
        "SELECT id, CASE WHEN id > 1 THEN CAST(name AS INTEGER) END FROM person",
        """
        "Bob" cannot be cast to INTEGER

          SELECT id, CASE WHEN id > 1 THEN CAST(name AS INTEGER) END FROM person
                                           ^\
        """);
    assertExplained(
        "SELECT id + 2147483647 FROM person",
        """
        1 + 2147483647 in [-2147483648, 2147483647] does not fit

          SELECT id + 2147483647 FROM person
                 ^\
        """);
  }

  @Test
  void conditionThatCanFail_looksOnlyAtRowsThatSatisfyTheOthers() {
    assertThat(
            Sql.query("SELECT id FROM person WHERE 10 / (id - 1) > 1 AND id <> 1", catalog).rows())
        .isEqualTo(List.of(List.of(Value.of(2))));
  }

  @Test
  void sumThatLeaves64BitsOnTheWayOnly_isNoError() {
    assertThat(
            Sql.query(
                    "SELECT sum(b) FROM (VALUES (9223372036854775807), (1), (-2)) AS t(b)", catalog)
                .rows())
        .isEqualTo(List.of(List.of(Value.of(9223372036854775806L))));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 20_000})
  void deepParentheses_areAClearError(int depth) {
    String sql = "SELECT " + "(".repeat(depth) + "1" + ")".repeat(depth);
    assertThat(wrong(sql).code().name()).isEqualTo("sql/too-deep");
  }

  @Test
  void longSum_isAnsweredOrAClearError() {
    assertThat(Sql.query("SELECT 1" + " + 1".repeat(250), catalog).rows())
        .isEqualTo(List.of(List.of(Value.of(251))));
    for (int terms : new int[] {1_000, 3_000, 60_000}) {
      assertThat(wrong("SELECT id" + " + 1".repeat(terms) + " FROM person").code().name())
          .isEqualTo("sql/too-deep");
    }
  }

  @Test
  void hugeStrings_areNeverMade() {
    assertThat(wrong("SELECT repeat('x', 2000000000)").code().namespace()).isEqualTo("sql");
    assertThat(wrong("SELECT CAST('" + "9".repeat(1_000) + "' AS DECIMAL)").code().namespace())
        .isEqualTo("sql");
  }

  private QueryException wrong(String sql) {
    QueryException wrong =
        catchThrowableOfType(QueryException.class, () -> Sql.query(sql, catalog));
    assertThat(wrong).as("%.200s", sql).isNotNull();
    return wrong;
  }

  private void assertExplained(String sql, String explained) {
    assertThat(wrong(sql).explain()).isEqualTo(explained);
  }
}
