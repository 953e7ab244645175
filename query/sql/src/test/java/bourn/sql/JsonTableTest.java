package bourn.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import bourn.engine.Budget;
import bourn.engine.QueryException;
import bourn.kernel.Value;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code JSON_TABLE}, its defaults, what is wrong with it, and its limits. */
final class JsonTableTest {

  private static final SqlCatalog NOTHING = new MemoryCatalog();

  private static String sql(String sql) {
    return SqlGuideTest.answer(sql, NOTHING);
  }

  private static String table(String json, String columns) {
    return sql("SELECT * FROM JSON_TABLE('" + json + "', '$[*]' COLUMNS (" + columns + "))");
  }

  private static String wrong(String sql) {
    return catchThrowableOfType(QueryException.class, () -> Sql.query(sql, NOTHING)).explain();
  }

  @Test
  void aColumnHasItsTypeAndItsPath() {
    assertThat(
            table(
                "[{\"a\": \"7\", \"b\": {\"c\": [1, 2.5]}, \"t\": \"2026-01-31 10:00:00\"}]",
                "n FOR ORDINALITY, a INTEGER, last DECIMAL(5, 1) PATH '$.b.c[last]',"
                    + " t TIMESTAMP, has BOOLEAN EXISTS PATH '$.b', no INT EXISTS PATH '$.x',"
                    + " b VARCHAR FORMAT JSON, j JSON PATH '$.b.c'"))
        .isEqualTo("1 | 7 | 2.5 | 2026-01-31 10:00:00 | true | 0 | {\"c\":[1,2.5]} | [1 2.5]");
    SqlResult result =
        Sql.query(
            "SELECT * FROM JSON_TABLE('[]', '$[*]' COLUMNS (a DECIMAL(5, 1), \"A b\" VARCHAR(3)))",
            NOTHING);
    assertThat(result.columns())
        .containsExactly(
            new SqlColumn("a", SqlType.DECIMAL, true), new SqlColumn("A b", SqlType.VARCHAR, true));
  }

  @Test
  void whatIsMissingOrWrong_isNullUnlessItIsSaid() {
    assertThat(table("[{}, {\"a\": null}, {\"a\": \"x\"}, {\"a\": [1]}]", "a INT"))
        .isEqualTo("NULL\nNULL\nNULL\nNULL");
    assertThat(
            table(
                "[{}, {\"a\": null}, {\"a\": \"x\"}, {\"a\": [1]}]",
                "a INT DEFAULT -1 ON EMPTY DEFAULT ''2'' ON ERROR".replace("''", "'")))
        .isEqualTo("-1\nNULL\n2\n2");
    assertThat(table("[{}]", "a INT ERROR ON EMPTY"))
        .isEqualTo("error: nothing is there for the column a");
    assertThat(table("[{\"a\": \"x\"}]", "a INT ERROR ON ERROR"))
        .isEqualTo("error: \"x\" cannot be cast to INTEGER, for the column a");
    assertThat(table("[{\"a\": [1]}]", "a INT ERROR ON ERROR"))
        .isEqualTo("error: no single value is there for a");
  }

  @Test
  void nestedRowsStandBesideThoseAround_evenIfThereAreNone() {
    String json =
        "[{\"id\": 1, \"x\": [10, 20], \"y\": [\"a\"]}, {\"id\": 2}, {\"id\": 3, \"y\": [\"b\"]}]";
    assertThat(
            table(
                json,
                "id INT, NESTED PATH '$.x[*]' COLUMNS (n FOR ORDINALITY, x INT PATH '$'),"
                    + " NESTED '$.y[*]' COLUMNS (y VARCHAR PATH '$')"))
        .isEqualTo(
            """
            1 | 1 | 10 | NULL
            1 | 2 | 20 | NULL
            1 | NULL | NULL | a
            2 | NULL | NULL | NULL
            3 | NULL | NULL | b\
            """);
  }

  @Test
  void rowsOfATableAreOpenedEach_andKeptByALeftJoin() {
    String docs =
        "(VALUES (1, '[{\"a\": 5}, {\"a\": 6}]'), (2, '[]'), (3, 'no json')) AS d(id, doc)";
    assertThat(
            sql(
                "SELECT d.id, j.a FROM "
                    + docs
                    + ", JSON_TABLE(d.doc, '$[*]' COLUMNS (a INT)) AS j WHERE j.a > 5"))
        .isEqualTo("1 | 6");
    assertThat(
            sql(
                "SELECT d.id, j.a FROM "
                    + docs
                    + " LEFT JOIN LATERAL JSON_TABLE(d.doc, '$[*]' COLUMNS (a INT)) AS j ON TRUE"
                    + " ORDER BY 1, 2"))
        .isEqualTo("1 | 5\n1 | 6\n2 | NULL\n3 | NULL");
  }

  @Test
  void textThatIsNoJson_hasNoRows_orIsAnError() {
    assertThat(table("oops", "a INT")).isEmpty();
    assertThat(sql("SELECT * FROM JSON_TABLE('oops', '$' COLUMNS (a INT) ERROR ON ERROR)"))
        .startsWith("error: \"oops\" is not JSON");
    assertThat(sql("SELECT * FROM JSON_TABLE(CAST(NULL AS VARCHAR), '$' COLUMNS (a INT))"))
        .isEmpty();
  }

  @Test
  void whatIsWrongIsShownWhereItWasWritten() {
    assertThat(wrong("SELECT * FROM JSON_TABLE('[]', '$[*]' COLUMNS (a INTT))"))
        .contains("SELECT * FROM JSON_TABLE('[]', '$[*]' COLUMNS (a INTT))")
        .contains("a type is expected here");
    assertThat(wrong("SELECT * FROM JSON_TABLE('[]', '$[*' COLUMNS (a INT))"))
        .contains("JSON_TABLE('[]', '$[*' COLUMNS")
        .contains("^");
    assertThat(wrong("SELECT * FROM JSON_TABLE('[]', '$' COLUMNS (a INT, A DATE))"))
        .contains("two columns are called A");
    assertThat(wrong("SELECT * FROM JSON_TABLE('[]', '$' COLUMNS (a INT)"))
        .contains("JSON_TABLE is not closed");
    assertThat(wrong("SELECT * FROM JSON_TABLE('[]' COLUMNS (a INT))"))
        .contains("takes a path, and COLUMNS");
    assertThat(wrong("SELECT * FROM JSON_TABLE('[]', '$' PASSING 1 AS x COLUMNS (a INT))"))
        .contains("PASSING is not supported in JSON_TABLE");
    assertThat(wrong("SELECT a, b FROM JSON_TABLE('[]', '$' COLUMNS (a INT))"))
        .contains("there is no column b")
        .contains("\n  " + " ".repeat(10) + "^");
  }

  @Test
  void itIsBounded() {
    String deep = "NESTED PATH '$' COLUMNS (".repeat(21) + "a INT" + ")".repeat(21);
    assertThat(table("[]", deep))
        .isEqualTo("error: in JSON_TABLE: NESTED PATH nests at most 20 deep");
    String wide =
        IntStream.range(0, 600).mapToObj(i -> "a" + i + " INT").collect(Collectors.joining(", "));
    assertThat(table("[]", wide))
        .isEqualTo("error: in JSON_TABLE: JSON_TABLE has at most 500 columns");
    String list = "[" + "1,".repeat(1_100) + "1]";
    String product =
        "NESTED PATH '$' COLUMNS (NESTED PATH '$[*]' COLUMNS (x INT PATH '$'), y FOR ORDINALITY)";
    assertThat(table("[" + list + "]", product).lines()).hasSize(1_101);
    String many = "[" + "[1,1,1,1,1,1,1,1,1,1],".repeat(30_000) + "[]]";
    String crossed =
        "SELECT count(*) FROM JSON_TABLE(?, '$[*]' COLUMNS ("
            + IntStream.range(0, 4)
                .mapToObj(i -> "NESTED PATH '$[*]' COLUMNS (a" + i + " INT PATH '$'), ")
                .collect(Collectors.joining())
            + "b FOR ORDINALITY))";
    QueryException wrong =
        catchThrowableOfType(
            QueryException.class,
            () -> Sql.query(crossed, NOTHING, Budget.DEFAULT, List.of(Value.of(many))));
    assertThat(wrong).hasMessageContaining("more than 1000000 rows");
  }
}
