package bourn.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import bourn.engine.Budget;
import bourn.engine.QueryException;
import bourn.index.Databases;
import bourn.index.DatomStream;
import bourn.kernel.AppendRequest;
import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.StreamName;
import bourn.kernel.StreamSettings;
import bourn.kernel.Value;
import bourn.typed.TypedFormats;
import bourn.typed.TypedStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL over the three kinds of stream of one kernel. */
final class StreamCatalogTest {

  record Flight(String origin, String destination, int delay, @Nullable Double fare) {}

  private final Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of);
  private final Databases databases = Databases.of(kernel);
  private final StreamCatalog catalog = StreamCatalog.of(kernel, databases);

  @BeforeEach
  void fill() {
    TypedStream<Flight> flights = TypedStream.open(kernel, "flights", Flight.class);
    flights.append(
        List.of(
            new Flight("SEA", "SFO", 12, 99.5),
            new Flight("SFO", "SEA", -3, null),
            new Flight("SEA", "JFK", 40, 250.0)));
    flights.append(List.of(new Flight("JFK", "SEA", 0, 200.0)));

    EventStream weather = kernel.open(StreamDescriptor.generic("weather"));
    weather.append(
        AppendRequest.of(
            Value.map("airport", "SEA", "wind", 7, "sky", Keyword.of("rain")),
            Value.map("airport", "SFO", "wind", 2.5, "at", Value.map("gate", 4)),
            Value.of("no map")));

    DatomStream airports = databases.open("airports");
    airports.transact(
        List.of(
            Value.map(
                "db/ident",
                Keyword.of("airport/tag"),
                "db/cardinality",
                Keyword.of("db.cardinality/many")),
            Value.map(
                "db/ident",
                Keyword.of("airport/code"),
                "db/valueType",
                Keyword.of("db.type/string"))));
    airports.transact(
        List.of(
            Value.map(
                "airport/code",
                "SEA",
                "airport/city",
                "Seattle",
                "airport/tag",
                List.of("wet", "north")),
            Value.map("airport/code", "SFO", "airport/city", "San Francisco")));
    airports.transact(List.of(Value.map("airport/code", "JFK", "airport/gates", 128)));
  }

  @AfterEach
  void close() {
    databases.close();
    kernel.close();
  }

  @Test
  void aStatementAskedAgain_hasItsPlan_untilSomethingIsCommitted() {
    String sql = "SELECT count(*) FROM flights WHERE delay > 5";
    SqlCatalog before = catalog.now();
    assertThat(rows(sql, before)).containsExactly(List.of(Value.of(2)));
    assertThat(catalog.now()).isSameAs(before);
    assertThat(((BoundCatalog) before).plans().get(sql, List.of())).isNotNull();
    assertThat(rows(sql, before)).containsExactly(List.of(Value.of(2)));

    TypedStream.open(kernel, "flights", Flight.class)
        .append(List.of(new Flight("SEA", "ORD", 90, null)));
    assertThat(catalog.now()).isNotSameAs(before);
    assertThat(rows(sql, catalog.now())).containsExactly(List.of(Value.of(3)));
    assertThat(rows(sql, before)).containsExactly(List.of(Value.of(2)));
  }

  @Test
  void aPlan_isKeptForItsParameters_andNotForThePresent() {
    SqlCatalog now = catalog.now();
    String sql = "SELECT count(*) FROM flights WHERE delay > ?";
    for (int least : new int[] {5, 20, 5}) {
      Value expected = Value.of(least == 5 ? 2 : 1);
      assertThat(Sql.query(sql, now, Budget.DEFAULT, List.of(Value.of(least))).rows())
          .containsExactly(List.of(expected));
    }
    String timed = "SELECT count(*) FROM flights WHERE CURRENT_TIMESTAMP > _time";
    rows(timed, now);
    assertThat(((BoundCatalog) now).plans().get(timed, List.of())).isNull();
  }

  private static List<List<Value>> rows(String sql, SqlCatalog tables) {
    return Sql.query(sql, tables).rows();
  }

  @Test
  void typedStreamIsATableOfItsFields() {
    assertRows(
        "SELECT * FROM flights WHERE delay > 0 ORDER BY delay",
        "[\"SEA\" \"SFO\" 12 99.5]",
        "[\"SEA\" \"JFK\" 40 250.0]");
    assertRows("SELECT _offset FROM flights WHERE fare IS NULL", "[1]");
  }

  @Test
  void genericStreamIsATableOfItsEventsAndTheirKeys() {
    assertRows(
        "SELECT \"offset\", airport, wind, sky FROM weather ORDER BY 1",
        "[0 \"SEA\" 7.0 \":rain\"]",
        "[1 \"SFO\" 2.5 nil]",
        "[2 nil nil nil]");
    assertRows("SELECT w.\"value\"['at']['gate'] FROM weather w WHERE wind < 5", "[4]");
  }

  @Test
  void datomStreamIsASchemaOfItsNamespaces() {
    assertRows(
        "SELECT code, city, gates FROM airports.airport ORDER BY code",
        "[\"JFK\" nil 128]",
        "[\"SEA\" \"Seattle\" nil]",
        "[\"SFO\" \"San Francisco\" nil]");
    assertRows(
        "SELECT a.code, t.\"value\" FROM airports.airport a JOIN airports.airport_tag t"
            + " ON t.id = a.id ORDER BY 2",
        "[\"SEA\" \"north\"]",
        "[\"SEA\" \"wet\"]");
    assertRows(
        "SELECT a, count(*) FROM airports.datoms WHERE a LIKE ':airport/%' GROUP BY a ORDER BY a",
        "[\":airport/city\" 2]",
        "[\":airport/code\" 3]",
        "[\":airport/gates\" 1]",
        "[\":airport/tag\" 2]");
    assertRows("SELECT v FROM airports.datoms WHERE a = ':airport/gates'", "[128]");
  }

  @Test
  void allKindsOfStreamJoinInOneStatement() {
    assertRows(
        "SELECT a.city, w.wind, count(*), avg(f.delay)"
            + " FROM flights f JOIN airports.airport a ON a.code = f.origin"
            + " JOIN weather w ON w.airport = f.origin"
            + " GROUP BY a.city, w.wind ORDER BY a.city",
        "[\"San Francisco\" 2.5 1 -3.0]",
        "[\"Seattle\" 7.0 2 26.0]");
  }

  @Test
  void asOfAnOffset_isWhatLiesBeforeItAndIt() {
    assertRows("SELECT count(*) FROM flights FOR SYSTEM_TIME AS OF 2", "[3]");
    assertRows("SELECT count(*) FROM weather FOR SYSTEM_TIME AS OF 0 AS w", "[1]");
    assertRows(
        "SELECT code FROM airports.airport FOR SYSTEM_TIME AS OF 1 ORDER BY airport.code",
        "[\"SEA\"]",
        "[\"SFO\"]");
    assertRows(
        "SELECT n.c - o.c FROM (SELECT count(*) c FROM flights) n,"
            + " (SELECT count(*) c FROM flights FOR SYSTEM_TIME AS OF 0) o",
        "[3]");
  }

  @Test
  void asOfATime_isWhatWasAppendedUntilThen() {
    assertRows(
        "SELECT count(*) FROM flights FOR SYSTEM_TIME AS OF TIMESTAMP '1999-12-31 00:00:00'",
        "[0]");
    assertRows(
        "SELECT count(*) FROM flights FOR SYSTEM_TIME AS OF TIMESTAMP '2999-12-31 00:00:00'",
        "[4]");
  }

  @Test
  void asOf_ofAnUnknownTable_saysWhatWasMeant() {
    QueryException wrong =
        catchThrowableOfType(
            QueryException.class, () -> rows("SELECT * FROM flihgts FOR SYSTEM_TIME AS OF 1"));

    assertThat(wrong.explain())
        .isEqualTo(
            """
            there is no table flihgts

              SELECT * FROM flihgts FOR SYSTEM_TIME AS OF 1
                            ^

            did you mean flights?\
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flights: origin = 'SEA', origin > 'JFK', delay <= 0, delay = 12.0, fare < 200, fare ="
            + " 99.5, fare IS NOT NULL, _offset >= 2, 2 > _offset",
        "weather: airport = 'SEA', airport < 'SFO', wind = 7, wind >= 2.5, sky = ':rain',"
            + " \"offset\" = 1, \"offset\" < 2, wind IS NOT NULL",
        "airports.airport: code = 'SFO', code <= 'SEA', gates = 128, gates > 128, id > 0,"
            + " city IS NOT NULL",
        "airports.airport_tag: \"value\" = 'wet', \"value\" > 'north', id > 0",
        "airports.datoms: a = ':airport/code', a > ':airport/code', e > 1000, added, NOT added,"
            + " tx >= 0"
      })
  void conditionSelectsTheRowsOfWhichItIsTrue(String conditions) {
    String table = conditions.substring(0, conditions.indexOf(':'));
    for (String condition : conditions.substring(table.length() + 1).split(", *")) {
      List<List<Value>> expected = new ArrayList<>();
      for (List<Value> row : rows("SELECT (" + condition + "), t.* FROM " + table + " t")) {
        if (row.getFirst().equals(Value.of(true))) {
          expected.add(row.subList(1, row.size()));
        }
      }
      assertThat(rows("SELECT * FROM " + table + " WHERE " + condition))
          .as(condition)
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(rows("SELECT 1 FROM " + table + " WHERE " + condition))
          .as(condition)
          .hasSameSizeAs(expected);
    }
  }

  @Test
  void statementSeesOneCut_whateverIsAppendedMeanwhile() {
    SqlCatalog bound = catalog.now();
    TypedStream.open(kernel, "flights", Flight.class)
        .append(List.of(new Flight("SEA", "SEA", 1, 1.0)));

    assertThat(Sql.query("SELECT count(*) FROM flights", bound).rows())
        .isEqualTo(List.of(List.of(Value.of(4))));
    assertRows("SELECT count(*) FROM flights", "[5]");
  }

  private List<List<Value>> rows(String sql) {
    return Sql.query(sql, catalog.now()).rows();
  }

  private void assertRows(String sql, String... expected) {
    assertThat(rows(sql).stream().map(row -> new Value.Items(row).toString()))
        .as(sql)
        .containsExactly(expected);
  }

  /** They are cut first and bounded then, and something may be dropped in between. */
  @Test
  void streamsThatAreTrimmedAndDeletedMeanwhile_doNotFailACatalog() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    EventStream trimmed = kernel.open(StreamDescriptor.generic("trimmed"));
    trimmed.append(AppendRequest.of(Value.of(0))).orThrow();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> dropper =
          threads.submit(
              () -> {
                while (!done.get()) {
                  long tail = trimmed.append(AppendRequest.of(Value.of(0))).orThrow().last();
                  trimmed.trim(tail);
                  kernel.open(StreamDescriptor.generic("deleted"));
                  kernel.delete(new StreamName("deleted"));
                }
              });
      try {
        for (int i = 0; i < 1_000; i++) {
          assertThat(catalog.now().tables(null)).contains("trimmed", "weather", "flights");
        }
      } finally {
        done.set(true);
      }
      dropper.get(30, TimeUnit.SECONDS);
    }
  }

  /** Compaction may leave nothing at the end of what a catalog was bounded at. */
  @Test
  void asOfATime_whereTheLastEventsAreGone_isWhatIsLeftBefore() {
    EventStream table = kernel.open(StreamDescriptor.generic("stock"));
    Instant last = stock(table);
    long held = table.extent().tail();
    compact(table, held);
    SqlCatalog bounded =
        catalog.over(Map.of(table.descriptor().name(), new Bound(0, held)), CausalContext.NONE);

    assertThat(countAsOf("1999-12-31 00:00:00", bounded)).isEqualTo("[[0]]");
    assertThat(countAsOf("2999-12-31 00:00:00", bounded)).isEqualTo("[[1]]");
    assertThat(countAsOf(text(last), bounded)).isEqualTo("[[1]]");
  }

  /** The offsets right before the time are a hole, and events lie behind it. */
  @Test
  void asOfATime_inAHole_isWhatIsLeftBefore() {
    EventStream table = kernel.open(StreamDescriptor.generic("stock"));
    Instant last = stock(table);
    while (!Instant.now().isAfter(last.plusMillis(1))) {
      Thread.onSpinWait();
    }
    long held = table.extent().tail();
    table.append(AppendRequest.of(Value.map("item", "rye", "count", 1))).orThrow();
    compact(table, held);

    SqlCatalog now = catalog.now();
    assertThat(countAsOf(text(last), now)).isEqualTo("[[1]]");
    assertThat(Sql.query("SELECT count(*) FROM stock WHERE item <> 'jam'", now).rows())
        .hasToString("[[2]]");
  }

  /** Appends tea, and jam fifty times; returns when the last was. */
  private static Instant stock(EventStream table) {
    table.append(AppendRequest.of(Value.map("item", "tea", "count", 1))).orThrow();
    for (int i = 0; i < 49; i++) {
      table.append(AppendRequest.of(Value.map("item", "jam", "count", i))).orThrow();
    }
    return table
        .append(AppendRequest.of(Value.map("item", "jam", "count", 49)))
        .orThrow()
        .stamp()
        .instant();
  }

  /** Compacts {@code table} until one event is left before {@code held}. */
  private static void compact(EventStream table, long held) {
    table.configure(StreamSettings.DEFAULT.compactBy(Keyword.of("item")));
    Instant deadline = Instant.now().plusSeconds(30);
    while (eventsBefore(held, table) > 1) {
      assertThat(Instant.now()).isBefore(deadline);
      table.append(AppendRequest.of(Value.map("item", "jam", "count", -1))).orThrow();
    }
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString().replace('T', ' ').replace("Z", "");
  }

  private static String countAsOf(String time, SqlCatalog catalog) {
    String sql = "SELECT count(*) FROM stock FOR SYSTEM_TIME AS OF TIMESTAMP '" + time + "'";
    return Sql.query(sql, catalog).rows().toString();
  }

  /** A bound would hold what is to go. */
  private static long eventsBefore(long offset, EventStream stream) {
    long events = 0;
    try (Reader reader = stream.read(stream.extent().earliestCursor(), CausalContext.NONE)) {
      while (reader.next() == Step.EVENT && reader.offset() < offset) {
        events++;
      }
    }
    return events;
  }
}
