package bourn.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import bourn.engine.QueryException;
import bourn.index.Databases;
import bourn.kernel.AppendRequest;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import bourn.typed.TypedFormats;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Views: what they give, when they count, and what is refused. */
final class ViewsTest {

  private final Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of);
  private final Databases databases = Databases.of(kernel);
  private final StreamCatalog catalog = StreamCatalog.of(kernel, databases);
  private final Views views = Views.of(catalog);

  ViewsTest() {
    SqlGuideTest.fill(kernel, databases);
  }

  @AfterEach
  void close() {
    databases.close();
    kernel.close();
  }

  private String sql(String sql) {
    return SqlGuideTest.answer(sql, catalog.now());
  }

  @Test
  void aViewIsATable_alsoOfOtherViews() {
    views.declare("late", "SELECT origin, delay AS minutes FROM flights WHERE delay > 3;");
    views.declare(
        "Worst ones",
        "SELECT city, max(minutes) AS worst FROM late l JOIN airports.airport a ON a.code ="
            + " l.origin GROUP BY city");
    assertThat(sql("SELECT * FROM LATE ORDER BY minutes")).isEqualTo("SEA | 5\nSEA | 12\nSEA | 40");
    assertThat(sql("SELECT w.worst FROM \"worst ones\" w")).isEqualTo("40");
    assertThat(sql("SELECT count(*) FROM late a JOIN late b ON a.minutes < b.minutes"))
        .isEqualTo("3");
    assertThat(
            sql(
                "SELECT code FROM airports.airport a WHERE EXISTS (SELECT 1 FROM late WHERE origin"
                    + " = a.code)"))
        .isEqualTo("SEA");
    assertThat(Sql.query("SELECT * FROM late", catalog.now()).columns())
        .containsExactly(
            SqlColumn.of("origin", SqlType.VARCHAR), SqlColumn.of("minutes", SqlType.INTEGER));
    assertThat(catalog.now().tables(null)).contains("late", "Worst ones");
    assertThat(catalog.now().table(null, "late").columns()).hasSize(2);
    assertThat(Sql.explain("SELECT minutes FROM late WHERE origin = 'SEA'", catalog.now()))
        .contains("scan [delay] where")
        .doesNotContain("join");
  }

  @Test
  void theNewestOfANameCounts_atTheCutOfAStatement() {
    views.declare("v", "SELECT 1 AS x");
    SqlCatalog before = catalog.now();
    views.declare("v", "SELECT 2 AS x, 3 AS y");
    assertThat(SqlGuideTest.answer("SELECT * FROM v", before)).isEqualTo("1");
    assertThat(sql("SELECT * FROM v")).isEqualTo("2 | 3");
    views.drop("V");
    assertThat(sql("SELECT * FROM v")).isEqualTo("error: there is no table v");
    assertThat(views.all()).isEmpty();
    assertThatThrownBy(() -> views.drop("v"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("there is no view called v");
  }

  @Test
  void whatIsNoQueryIsNotDeclared() {
    assertThatThrownBy(() -> views.declare("v", "SELECT dealy FROM flights"))
        .isInstanceOf(QueryException.class)
        .hasMessage("there is no column dealy");
    assertThatThrownBy(() -> views.declare("v", "SELECT ?"))
        .hasMessageContaining("the statement has 1 parameter");
    assertThatThrownBy(() -> views.declare("v", "INSERT INTO weather (wind) VALUES (1)"))
        .hasMessageContaining("INSERT is not allowed");
    assertThatThrownBy(() -> views.declare("v", "EXPLAIN SELECT 1"))
        .hasMessageContaining("EXPLAIN");
    assertThatThrownBy(() -> views.declare("Flights", "SELECT 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is a stream called Flights");
    assertThatThrownBy(() -> views.declare(" ", "SELECT 1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(kernel.find(new StreamName(Views.NAME))).isEmpty();
  }

  @Test
  void viewsThatReferToThemselvesAreRefused() {
    views.declare("a", "SELECT 1 AS x");
    views.declare("b", "SELECT * FROM a");
    assertThatThrownBy(() -> views.declare("a", "SELECT * FROM b"))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("the view a refers to itself");
    assertThat(sql("SELECT * FROM b")).isEqualTo("1");
  }

  @Test
  void viewsNestOnlySoDeep() {
    views.declare("v0", "SELECT 1 AS x");
    for (int i = 1; i < 20; i++) {
      views.declare("v" + i, "SELECT x FROM v" + (i - 1));
    }
    assertThat(sql("SELECT * FROM v19")).isEqualTo("1");
    assertThatThrownBy(() -> views.declare("v20", "SELECT x FROM v19"))
        .hasMessageContaining("views stand in views at most 20 deep");
  }

  @Test
  void whatIsWrongInAView_isShownInItsQuery() {
    kernel.open(StreamDescriptor.generic("passing")).append(AppendRequest.of(Value.map("n", "x")));
    views.declare("v", "SELECT CAST(n AS INTEGER) AS n FROM passing");
    assertThat(sql("SELECT 1 AS one, n FROM v"))
        .isEqualTo("error: \"x\" cannot be cast to INTEGER");
    kernel.delete(new StreamName("passing"));
    QueryException gone =
        catchThrowableOfType(
            QueryException.class, () -> Sql.query("SELECT n FROM v", catalog.now()));
    assertThat(gone.explain())
        .contains("in the view v: there is no table passing")
        .contains("FROM passing");
    assertThat(catalog.now().table(null, "v").columns()).isEmpty();
    assertThat(sql("SELECT * FROM flights LIMIT 1")).startsWith("SEA");
  }

  @Test
  void aViewIsNotWritten_andHasNoPast() {
    views.declare("v", "SELECT 1 AS x");
    assertThat(sql("INSERT INTO v VALUES (1)"))
        .isEqualTo("error: this table cannot be written by INSERT");
    assertThat(sql("SELECT * FROM v FOR SYSTEM_TIME AS OF 0"))
        .startsWith("error: a view has no past of its own");
  }

  @Test
  void aStatementThatMakesAView_isToldWhatDoes() {
    QueryException wrong =
        catchThrowableOfType(
            QueryException.class,
            () -> Sql.query("CREATE OR REPLACE VIEW v AS SELECT 1", catalog.now()));
    assertThat(wrong).hasMessage("CREATE VIEW is not supported in SQL here");
    assertThat(wrong.hint()).contains("bourn view");
  }

  @Test
  void aStreamHidesAViewOfItsName() {
    views.declare("v", "SELECT 1 AS x");
    kernel.open(StreamDescriptor.generic("v")).append(AppendRequest.of(Value.map("x", 7)));
    assertThat(sql("SELECT x FROM v")).isEqualTo("7");
  }

  @Test
  void eventsOfOtherFormsArePassedOver() {
    kernel
        .open(StreamDescriptor.generic(Views.NAME))
        .append(
            AppendRequest.of(
                Value.of(1), Value.map("view", 2), Value.map("view", "w", "sql", "SELECT 9 AS n")));
    assertThat(sql("SELECT * FROM w")).isEqualTo("9");
  }
}
