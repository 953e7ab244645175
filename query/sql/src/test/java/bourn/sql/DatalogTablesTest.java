package bourn.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import bourn.datalog.Datalog;
import bourn.datalog.Query;
import bourn.datalog.QueryResult;
import bourn.engine.Budget;
import bourn.engine.QueryException;
import bourn.engine.Source;
import bourn.engine.Sources;
import bourn.index.Databases;
import bourn.kernel.AppendRequest;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import bourn.typed.TypedFormats;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Datalog within SQL, and SQL within Datalog. */
final class DatalogTablesTest {

  private final Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of);
  private final Databases databases = Databases.of(kernel);
  private final StreamCatalog catalog = StreamCatalog.of(kernel, databases);

  DatalogTablesTest() {
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

  private Source airports() {
    return Sources.of(databases.open("airports").db());
  }

  private Source stream(String name) {
    var bounded = kernel.find(new StreamName(name)).orElseThrow().bound();
    return name.equals("flights") ? Sources.typed(bounded) : Sources.generic(bounded);
  }

  @Test
  void columnsHaveTheNamesAndTypesOfWhatIsFound() {
    SqlResult result =
        Sql.query(
            """
            SELECT * FROM TABLE(DATALOG('[:find ?from ?delay (count ?f) (max ?fare) ?f
              :in $flights
              :where [$flights ?f :origin ?from] [$flights ?f :delay ?delay]
                     [$flights ?f :fare ?fare]]'))
            """,
            catalog.now());
    assertThat(result.columns())
        .containsExactly(
            new SqlColumn("from", SqlType.VARCHAR, true),
            new SqlColumn("delay", SqlType.BIGINT, true),
            new SqlColumn("count", SqlType.BIGINT, true),
            new SqlColumn("max", SqlType.DOUBLE, true),
            new SqlColumn("f", SqlType.ANY, true));
    assertThat(result.rows()).hasSize(4);
  }

  @Test
  void itIsJoinedWithTables() {
    assertThat(
            sql(
                """
                SELECT d.city, sum(f.delay) FROM flights f
                JOIN TABLE(DATALOG('[:find ?code ?city :where [?a :airport/code ?code]
                  [?a :airport/city ?city]]')) AS d ON d.code = f.origin
                WHERE d.city <> 'New York' GROUP BY d.city ORDER BY 1
                """))
        .isEqualTo("San Francisco | -3\nSeattle | 57");
  }

  @Test
  void itNeedsNoTableAroundIt_andMayBeRecursive() {
    String reach =
        """
        DATALOG('[:find ?to :in $flights ?from %% :where (reach ?from ?to)]', '%s',
          '[[(reach ?a ?b) [$flights ?f :origin ?a] [$flights ?f :destination ?b]]
            [(reach ?a ?c) (reach ?a ?b) [$flights ?f :origin ?b] [$flights ?f :destination ?c]]]')
        """
            .formatted("SFO");
    assertThat(
            sql(
                "SELECT x.\"to\" FROM "
                    + reach
                    + " x JOIN "
                    + reach
                    + " y ON x.\"to\" = y.\"to\" ORDER BY 1"))
        .isEqualTo("JFK\nSEA\nSFO");
  }

  @Test
  void inputsFollowTheQuery_alsoAsParameters() {
    SqlResult result =
        Sql.query(
            "SELECT city FROM TABLE(DATALOG('[:find ?city :in $ [?code ...] ?not :where"
                + " [?a :airport/code ?code] [(not= ?code ?not)] [?a :airport/city ?city]]', ?,"
                + " ?)) ORDER BY city",
            catalog.now(),
            Budget.DEFAULT,
            List.of(Value.list("SEA", "SFO"), Value.of("SFO")));
    assertThat(result.rows()).containsExactly(List.of(Value.of("Seattle")));
  }

  @Test
  void itSeesTheCutOfTheStatement() {
    SqlCatalog before = catalog.now();
    databases.open("airports").transact(List.of(Value.map("airport/code", "LAX")));
    String count = "SELECT * FROM TABLE(DATALOG('[:find (count ?a) :where [?a :airport/code]]'))";
    assertThat(SqlGuideTest.answer(count, before)).isEqualTo("3");
    assertThat(sql(count)).isEqualTo("4");
  }

  @Test
  void whatIsWrongWithTheQuery_isShownInTheQuery() {
    QueryException wrong =
        catchThrowableOfType(
            QueryException.class,
            () ->
                Sql.query(
                    "SELECT * FROM TABLE(DATALOG('[:find ?c :where [?a :airport/ctiy ?c]]'))",
                    catalog.now()));
    assertThat(wrong.explain())
        .contains("[:find ?c :where [?a :airport/ctiy ?c]]")
        .contains("^")
        .contains("did you mean :airport/city?");
  }

  @Test
  void whatIsWrongWithTheCall_isShownInTheStatement() {
    assertThat(sql("SELECT * FROM TABLE(DATALOG())"))
        .isEqualTo("error: DATALOG takes a query first, as a string");
    assertThat(sql("SELECT * FROM TABLE(DATALOG('[:find ?x :in $ ?x :where [_ _ ?x]]'))"))
        .isEqualTo("error: the query takes the input ?x");
    assertThat(sql("SELECT * FROM TABLE(DATALOG('[:find ?e :where [?e _ 1]]', 2))"))
        .isEqualTo("error: the query takes no input for this");
    assertThat(sql("SELECT * FROM TABLE(DATALOG('[:find ?e :in $no :where [$no ?e _ 1]]'))"))
        .isEqualTo("error: there is no stream no for the source $no");
    assertThat(sql("SELECT * FROM TABLE(DATALOG('[:find (pull ?e [*]) :where [?e _ 1]]'))"))
        .isEqualTo("error: a table has no column for what pull gives");
    databases.open("people");
    assertThat(sql("SELECT * FROM TABLE(DATALOG('[:find ?e :where [?e _ 1]]'))"))
        .isEqualTo(
            "error: the source $ is the only datom stream, and there are [airports, people]");
    assertThat(sql("SELECT * FROM flights f, TABLE(DATALOG('[:find ?e :in ?e]', f.delay)) AS d"))
        .contains("an input of DATALOG is a literal or a parameter (?)");
  }

  @Test
  void itRunsWithinTheBudgetOfTheStatement() {
    String pairs =
        "SELECT count(*) FROM TABLE(DATALOG('[:find ?a ?b ?c ?d :in [?a ...] [?b ...] [?c ...]"
            + " [?d ...]]', ?, ?, ?, ?))";
    List<Value> numbers = java.util.stream.LongStream.range(0, 200).mapToObj(Value::of).toList();
    Value list = new Value.Items(numbers);
    assertThatThrownBy(
            () ->
                Sql.query(
                    pairs,
                    catalog.now(),
                    Budget.DEFAULT.within(Duration.ofMillis(200)),
                    List.of(list, list, list, list)))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("longer than its budget");
  }

  private static List<List<Value>> rows(String query, Object... inputs) {
    QueryResult result = Datalog.query(query, inputs);
    return result.rows().stream().sorted((a, b) -> a.toString().compareTo(b.toString())).toList();
  }

  @Test
  void aStatementInAQuery_bindsItsRows() {
    assertThat(
            rows(
                """
                [:find ?city ?late :in $ $flights
                 :where [(sql "SELECT origin, sum(delay) FROM flights GROUP BY origin")
                         [[?code ?late]]]
                        [?a :airport/code ?code] [?a :airport/city ?city]]
                """,
                airports(),
                stream("flights")))
        .containsExactly(
            List.of(Value.of("New York"), Value.of(0)),
            List.of(Value.of("San Francisco"), Value.of(-3)),
            List.of(Value.of("Seattle"), Value.of(57)));
  }

  @Test
  void itsTablesAreTheSources_atTheirBounds() {
    Source before = stream("weather");
    kernel
        .find(new StreamName("weather"))
        .orElseThrow()
        .append(AppendRequest.of(Value.map("airport", "JFK", "wind", 9)));
    String query =
        """
        [:find ?old ?new ?hub :in $ $past $present
         :where [(sql "SELECT o.n, w.n, (SELECT count(hub) FROM airports.airport) FROM
                  (SELECT count(*) AS n FROM past) o, (SELECT count(*) AS n FROM present) w")
                 [[?old ?new ?hub]]]]
        """;
    assertThat(rows(query, airports(), before, stream("weather")))
        .containsExactly(List.of(Value.of(2), Value.of(3), Value.of(1)));
  }

  @Test
  void itsParametersMayDifferFromRowToRow() {
    assertThat(
            rows(
                """
                [:find ?code ?n :in $ $flights
                 :where [_ :airport/code ?code]
                        [(sql "SELECT count(*) FROM flights WHERE origin = ?" ?code) [[?n]]]]
                """,
                airports(),
                stream("flights")))
        .containsExactly(
            List.of(Value.of("JFK"), Value.of(1)),
            List.of(Value.of("SEA"), Value.of(3)),
            List.of(Value.of("SFO"), Value.of(1)));
  }

  @Test
  void aMissingValueBindsNothing_andUnwantedColumnsNeedNot() {
    String fares = "[(sql \"SELECT origin, fare FROM flights\") [[%s]]]";
    String find = "[:find ?o :in $flights :where " + fares + "]";
    assertThat(rows(find.formatted("?o ?fare"), stream("flights"))).hasSize(2);
    assertThat(rows(find.formatted("?o _"), stream("flights"))).hasSize(3);
  }

  @Test
  void aVariableThatIsKnownIsCompared() {
    assertThat(
            rows(
                "[:find ?d :in $flights ?o :where [(sql \"SELECT origin, destination FROM"
                    + " flights\") [[?o ?d]]]]",
                stream("flights"),
                "JFK"))
        .containsExactly(List.of(Value.of("SEA")));
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThatThrownBy(
            () ->
                Datalog.query(
                    "[:find ?x :in $flights :where [(sql \"SELECT dealy FROM flights\") [[?x]]]]",
                    stream("flights")))
        .satisfies(
            e ->
                assertThat(((QueryException) e).explain())
                    .contains("SELECT dealy FROM flights")
                    .contains("       ^")
                    .contains("did you mean delay?"));
    wrong("[(sql \"SELECT delay FROM flights\") [[?x ?y]]]", "gives rows of 1 column, and");
    wrong("[(sql ?x) [[?x]]]", "sql takes a statement first, as a string");
    wrong("[(sql \"SELECT 1\")] [$flights ?x]", "sql gives rows, and they are to be bound");
    wrong("[(sql \"SELECT 1\" $flights) [[?x]]]", "sql takes no source");
    wrong("[(sql \"SELECT ?\") [[?x]]]", "the statement has 1 parameter (?), and 0 values");
    wrong("[(sql \"INSERT INTO flights VALUES (1)\") [[?x]]]", "INSERT is not allowed here");
    wrong("[(sql \"EXPLAIN SELECT 1\") [[?x]]]", "EXPLAIN is not supported");
    wrong("[(sql \"SELECT * FROM weather\") [[?x]]]", "there is no table weather");
  }

  private void wrong(String clause, String message) {
    assertThatThrownBy(
            () -> Datalog.query("[:find ?x :in $flights :where " + clause + "]", stream("flights")))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aStatementRunsWithinTheBudgetOfTheQuery() {
    Query query =
        Query.parse(
            "[:find ?n :in $flights :where [(sql \"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
                + " SELECT i + 1 FROM n) SELECT count(*) FROM n\") [[?n]]]]");
    assertThatThrownBy(
            () ->
                Datalog.query(
                    query,
                    List.of(stream("flights")),
                    Budget.DEFAULT.within(Duration.ofMillis(200))))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("longer than its budget");
  }

  @Test
  void aHistoryHasNoTables() {
    assertThatThrownBy(
            () ->
                Datalog.query(
                    "[:find ?c :where [(sql \"SELECT code FROM airports.airport\") [[?c]]]]",
                    Sources.of(databases.open("airports").db().history())))
        .hasMessageContaining("is a history, of which there are no tables");
  }
}
