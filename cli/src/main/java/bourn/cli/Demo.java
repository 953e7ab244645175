package bourn.cli;

import bourn.Bourn;
import bourn.datalog.QueryResult;
import bourn.formats.RowWriter;
import bourn.formats.TableOptions;
import bourn.index.Database;
import bourn.index.DatomStream;
import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.Edn;
import bourn.kernel.EventStream;
import bourn.kernel.Reader;
import bourn.kernel.Value;
import bourn.sql.Sql;
import bourn.sql.SqlColumn;
import bourn.sql.SqlResult;
import bourn.sql.StreamCatalog;
import bourn.typed.TypedStream;
import java.util.List;

/** The main job, from the first append to the crash, on one store. */
final class Demo {

  private static final int AIRPORTS_A_TRANSACTION = 100;
  private static final int MOST_ROWS = 10;
  private static final int INDENT = 4;

  private static final String WITHIN =
      """
      [[(within ?x ?y) [?x :place/within ?y]]
       [(within ?x ?z) [?x :place/within ?y] (within ?y ?z)]]\
      """;

  private final Bourn bourn;
  private final StreamCatalog tables;
  private final Story story;

  Demo(Bourn bourn, Story story) {
    this.bourn = bourn;
    this.tables = SqlCommand.tables(bourn);
    this.story = story;
  }

  /** Chapter 1. */
  void append() {
    story.chapter("Append: three kinds of stream, one contract");
    appendEarthquakes();
    appendAirports();
    appendFlights();
  }

  private void appendEarthquakes() {
    List<Value> earthquakes = DemoData.earthquakes();
    long start = System.nanoTime();
    bourn.stream("earthquakes").append(AppendRequest.of(earthquakes).durable()).orThrow();
    story.done(
        "earthquakes  generic  " + count(earthquakes) + " events, JSON as it came",
        System.nanoTime() - start);
  }

  private void appendAirports() {
    DatomStream airports = bourn.datoms("airports");
    long start = System.nanoTime();
    airports.transact(DemoData.schema());
    long datoms = airports.transact(DemoData.places()).datoms().size();
    List<Value> forms = DemoData.airports();
    try (Progress progress = Progress.of("airports", forms.size())) {
      for (int from = 0; from < forms.size(); from += AIRPORTS_A_TRANSACTION) {
        List<Value> some =
            forms.subList(from, Math.min(forms.size(), from + AIRPORTS_A_TRANSACTION));
        datoms += airports.transact(some).datoms().size();
        progress.step(some.size());
      }
    }
    story.done(
        "airports     datom    "
            + count(forms)
            + String.format(
                " airports, %,d datoms in %d transactions",
                datoms, airports.stream().extent().tail()),
        System.nanoTime() - start);
  }

  private void appendFlights() {
    List<Flight> rows = DemoData.flights();
    TypedStream<Flight> flights = bourn.typed("flights", Flight.class);
    long start = System.nanoTime();
    flights.append(flights.request(rows).durable()).orThrow();
    story.done(
        "flights      typed    "
            + count(rows)
            + " rows of departure, delay, distance, origin, destination",
        System.nanoTime() - start);
    story.say("  jvm          typed    what this JVM does, recorded as it happens");
  }

  private static String count(List<?> things) {
    return String.format("%,d", things.size());
  }

  /** Chapter 2. */
  void datalog() {
    story.chapter("Datalog over datoms");
    DatomStream airports = bourn.datoms("airports");
    story.say("A join and a predicate: the northernmost airports.");
    ask(
        """
        [:find ?name ?state ?latitude
         :where [?airport :airport/name ?name]
                [?airport :airport/latitude ?latitude] [(> ?latitude 70)]
                [?airport :place/within ?s] [?s :place/name ?state]
         :order-by [[?latitude :desc]]]\
        """,
        airports);
    story.say(
        "A recursive rule and an aggregate: an airport is within a state, within a division,");
    story.say("within a region; how many airports has each region?");
    story.ask(WITHIN);
    ask(
        """
        [:find ?region (count ?airport)
         :in $ %
         :where [?airport :airport/code]
                (within ?airport ?r)
                [?r :place/kind :region] [?r :place/name ?region]]\
        """,
        airports, WITHIN);
    story.say("Pull takes an entity apart: one airport, and everything it is within.");
    pull(
        """
        [:find (pull ?airport [:airport/name :airport/city
                               {:place/within [:place/name {:place/within ...}]}]) .
         :where [?airport :airport/code "SEA"]]\
        """,
        airports);
  }

  private void pull(String query, DatomStream datoms) {
    story.ask(query);
    long start = System.nanoTime();
    Value pulled = bourn.query(query, datoms).toValue();
    story.answer(pulled.toString().replace(", :", ",\n :"), System.nanoTime() - start);
  }

  /** Chapter 3. */
  void threeKinds() {
    story.chapter("One query over all three kinds");
    story.say(
        "Earthquakes (JSON events) within about 50 km of an airport (datoms) from which flights");
    story.say("(typed rows) leave: how many, and how late?");
    ask(
        """
        [:find ?magnitude ?place ?airport (count ?flight) (avg ?delay)
         :in $ $earthquakes $flights
         :where [$earthquakes ?quake :mag ?magnitude] [(>= ?magnitude 2.5)]
                [$earthquakes ?quake :place ?place]
                [$earthquakes ?quake :latitude ?y] [$earthquakes ?quake :longitude ?x]
                [?a :airport/latitude ?ay] [(- ?y ?ay) ?dy] [(< -0.5 ?dy)] [(< ?dy 0.5)]
                [?a :airport/longitude ?ax] [(- ?x ?ax) ?dx] [(< -0.5 ?dx)] [(< ?dx 0.5)]
                [?a :airport/code ?code] [?a :airport/name ?airport]
                [$flights ?flight :origin ?code] [$flights ?flight :delay ?delay]
         :order-by [[?magnitude :desc]]]\
        """,
        bourn.datoms("airports"),
        bourn.find("earthquakes"),
        bourn.find("flights"));
  }

  /** Chapter 4. */
  void sql() {
    story.chapter("SQL over the same streams");
    sql(
        """
        SELECT a.city, COUNT(*) AS flights, ROUND(AVG(f.delay), 1) AS mean_delay
        FROM flights f JOIN airports.airport a ON a.code = f.origin
        WHERE f.distance > 500
        GROUP BY a.city
        HAVING COUNT(*) > 100
        ORDER BY mean_delay DESC
        LIMIT 5\
        """);
    story.say("The JVM that runs this, in the same SQL:");
    sql(
        """
        SELECT event, COUNT(*) AS events, SUM(bytes) / 1048576 AS mebibytes, SUM(nanos) / 1000000 AS millis
        FROM jvm
        GROUP BY event
        ORDER BY events DESC\
        """);
    story.say("A table as it was after its event 99:");
    sql(
        """
        SELECT COUNT(*) AS earthquakes, MAX(mag) AS strongest
        FROM earthquakes FOR SYSTEM_TIME AS OF 99\
        """);
  }

  /** Chapter 5. */
  void past() {
    story.chapter("The past is a bound");
    DatomStream airports = bourn.datoms("airports");
    Database before = airports.db();
    String rename = "{:airport/code \"LAS\" :airport/name \"Harry Reid International\"}";
    story.say("In 2021 the airport of Las Vegas got another name. Transact it:");
    story.ask(rename);
    airports.transact(Edn.readAll(rename));
    String name =
        "[:find ?name . :where [?airport :airport/code \"LAS\"] [?airport :airport/name ?name]]";
    story.say("The same query, now and as of transaction " + before.basis() + ":");
    ask(name, airports);
    ask(name, airports.db().asOf(before.basis()));
  }

  /** Chapter 6. */
  void causality() {
    story.chapter("Causality is data");
    EventStream inspections = bourn.stream("inspections");
    EventStream alerts = bourn.stream("alerts");

    story.say("Someone reads the strongest earthquake near Anchorage and orders an inspection;");
    story.say("someone else reads that order and the flights, and raises an alert.");
    CausalContext engineer = bourn.kernel().newContext();
    readOne("earthquakes", strongestNearAnchorage(), engineer);
    long inspection = appended(inspections, "Inspect the runways of ANC", engineer);
    CausalContext dispatcher = bourn.kernel().newContext();
    readOne("inspections", inspection, dispatcher);
    readOne("flights", bourn.find("flights").extent().tail() - 1, dispatcher);
    appended(alerts, "Expect delays at ANC", dispatcher);

    story.say("Nobody noted down why. What led to the alert?");
    ask(
        """
        [:find ?cause ?what
         :in $alerts $inspections $earthquakes
         :where [$alerts ?alert :text "Expect delays at ANC"]
                (caused-by ?alert ?cause)
                (or [$inspections ?cause :text ?what] [$earthquakes ?cause :place ?what])]\
        """,
        alerts,
        inspections,
        bourn.find("earthquakes"));
  }

  private long strongestNearAnchorage() {
    QueryResult found =
        bourn.query(
            """
            [:find ?mag ?offset :where [?quake :mag ?mag] [?quake :place ?place]
             [(includes? ?place "Anchorage")] [?quake :event/offset ?offset]
             :order-by [[?mag :desc]] :limit 1]\
            """,
            bourn.find("earthquakes"));
    return ((Value.Int) found.value(0, 1)).value();
  }

  private void readOne(String stream, long offset, CausalContext context) {
    try (Reader reader = bourn.find(stream).bound(new Bound(offset, offset + 1), context).read()) {
      reader.next();
    }
  }

  private static long appended(EventStream stream, String text, CausalContext context) {
    Append.Appended appended =
        stream
            .append(AppendRequest.of(Value.map("text", text)).durable().within(context))
            .orThrow();
    return appended.first();
  }

  /** Shows that a store that was opened again still answers. */
  void again() {
    ask("[:find (count ?airport) . :where [?airport :airport/code]]", bourn.datoms("airports"));
    sql("SELECT COUNT(*) AS flights, SUM(distance) AS miles FROM flights");
  }

  private void ask(String query, Object... inputs) {
    story.ask(query);
    long start = System.nanoTime();
    QueryResult result = bourn.query(query, inputs);
    long nanos = System.nanoTime() - start;
    story.answer(table(result.columns(), result.rows()), nanos);
  }

  private void sql(String query) {
    story.ask(query);
    long start = System.nanoTime();
    SqlResult result = Sql.query(query, tables.now());
    long nanos = System.nanoTime() - start;
    story.answer(
        table(result.columns().stream().map(SqlColumn::name).toList(), result.rows()), nanos);
  }

  static String table(List<String> columns, List<List<Value>> rows) {
    StringBuilder out = new StringBuilder();
    TableOptions screen = Screen.table();
    RowWriter writer =
        RowWriter.table(out, new TableOptions(screen.width() - INDENT, MOST_ROWS, screen.styled()));
    writer.begin(columns);
    rows.forEach(writer::row);
    writer.end();
    return out.toString();
  }
}
