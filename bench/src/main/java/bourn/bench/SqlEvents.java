package bourn.bench;

import bourn.Bourn;
import bourn.sql.Sql;
import bourn.sql.StreamCatalog;
import bourn.typed.Columns;
import bourn.typed.TypedStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Scans and aggregates over rows of fixed width: ours from a store on disk, DuckDB's in memory. */
final class SqlEvents implements Bench {

  private static final int ROWS = 2_000_000;
  private static final int ROWS_A_BATCH = 50_000;
  private static final int WARM_MILLIS = 2_000;
  private static final int COUNTED = 15;
  private static final AtomicLong ASKED = new AtomicLong();

  /** One row. */
  record Event(long ts, long id, int kind, double price, int qty) {}

  private static final Map<String, String> QUESTIONS = new LinkedHashMap<>();

  static {
    QUESTIONS.put("sum", "SELECT SUM(price * qty) FROM events");
    QUESTIONS.put(
        "filter",
        "SELECT COUNT(*), SUM(qty), MAX(price) FROM events WHERE price > 50 AND kind < 20");
    QUESTIONS.put("group-by-100", "SELECT kind, COUNT(*), SUM(price) FROM events GROUP BY kind");
    QUESTIONS.put("group-by-100k", "SELECT id, COUNT(*), SUM(qty) FROM events GROUP BY id");
    QUESTIONS.put("top-10", "SELECT ts, price FROM events ORDER BY price DESC, ts LIMIT 10");
  }

  @Override
  public String name() {
    return "sql-events";
  }

  @Override
  public String what() {
    return "scans and aggregates over 2,000,000 rows of five numbers, median milliseconds, warm";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    Events events = Events.of(ROWS);
    List<Figure> figures = new ArrayList<>();
    try (Bourn bourn = Bourn.open(scratch.resolve("events"));
        DuckDb duck = new DuckDb()) {
      load(bourn, events);
      duck.load(events);
      StreamCatalog catalog = StreamCatalog.of(bourn.kernel(), bourn.databases(), bourn.segments());
      for (Map.Entry<String, String> question : QUESTIONS.entrySet()) {
        figures.add(ask(catalog, duck, question.getKey(), question.getValue()));
      }
    }
    return figures;
  }

  private static void load(Bourn bourn, Events events) {
    TypedStream<Event> stream = bourn.typed("events", Event.class);
    for (int from = 0; from < events.rows(); from += ROWS_A_BATCH) {
      int until = Math.min(events.rows(), from + ROWS_A_BATCH);
      stream
          .append(
              Columns.of(stream.type(), until - from)
                  .longs("ts", Arrays.copyOfRange(events.ts(), from, until))
                  .longs("id", Arrays.copyOfRange(events.id(), from, until))
                  .longs("kind", Arrays.copyOfRange(events.kind(), from, until))
                  .doubles("price", Arrays.copyOfRange(events.price(), from, until))
                  .longs("qty", Arrays.copyOfRange(events.qty(), from, until)))
          .orThrow();
    }
    bourn.segments().pack(stream.stream());
  }

  private static Figure ask(StreamCatalog catalog, DuckDb duck, String name, String sql)
      throws Exception {
    int ourRows = query(catalog, sql);
    int theirRows = duck.query(sql).size();
    if (ourRows != theirRows) {
      throw new IllegalStateException(
          name + ": ours has " + ourRows + " rows, DuckDB's " + theirRows);
    }
    double[] millis =
        Clock.medians(() -> query(catalog, anew(sql)), () -> duck.query(sql), WARM_MILLIS, COUNTED);
    return new Figure("sql-events/" + name, "ms", true, millis[0], DuckDb.NAME, millis[1]);
  }

  /** Our plan is made each time, as DuckDB's is. */
  private static String anew(String sql) {
    return sql + " -- " + ASKED.getAndIncrement();
  }

  private static int query(StreamCatalog catalog, String sql) {
    return Sql.query(sql, catalog.now()).result().rows();
  }
}
