package bourn.bench;

import bourn.Bourn;
import bourn.kernel.AppendRequest;
import bourn.kernel.Durability;
import bourn.kernel.EventStream;
import bourn.typed.Columns;
import bourn.typed.ProductType;
import bourn.typed.TypedStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Rows of fixed width appended by columns and as records, in memory and on disk. */
final class TypedAppend implements Bench {

  private static final int ROWS = 4_000_000;
  private static final int ROWS_A_BATCH = 10_000;
  private static final int ROUNDS = 3;
  private static final String APPENDER = DuckDb.NAME + ", its appender";
  private static final String PARQUET = DuckDb.NAME + ", its Parquet writer";

  /** One row. */
  record Event(long ts, long id, int kind, double price, int qty) {}

  /** What the contenders need, in milliseconds for all rows. */
  private record Round(
      double columns,
      double records,
      double duck,
      double columnsOnDisk,
      double duckOnDisk,
      double parquet) {}

  @Override
  public String name() {
    return "typed-append";
  }

  @Override
  public String what() {
    return "4,000,000 rows of five numbers in batches of 10,000, in memory and synced to disk";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    Events events = Events.of(ROWS);
    round(scratch, events);
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      rounds.add(round(scratch, events));
    }
    return List.of(
        figure("memory", rounds, Round::columns, APPENDER, Round::duck),
        figure("memory-records", rounds, Round::records, APPENDER, Round::duck),
        figure("disk", rounds, Round::columnsOnDisk, APPENDER, Round::duckOnDisk),
        figure("disk", rounds, Round::columnsOnDisk, PARQUET, Round::parquet));
  }

  private static Figure figure(
      String row,
      List<Round> rounds,
      ToDoubleFunction<Round> ours,
      String peer,
      ToDoubleFunction<Round> theirs) {
    return new Figure(
        "typed-append/" + row,
        "M rows/s",
        false,
        ROWS / Clock.median(rounds.stream().mapToDouble(ours).toArray()) / 1e3,
        peer,
        ROWS / Clock.median(rounds.stream().mapToDouble(theirs).toArray()) / 1e3);
  }

  private static Round round(Path scratch, Events events) throws Exception {
    double columns;
    double records;
    try (Bourn bourn = Bourn.inMemory()) {
      columns = Clock.millis(() -> appendColumns(bourn, events, Durability.MEMORY));
    }
    try (Bourn bourn = Bourn.inMemory()) {
      records = Clock.millis(() -> appendRecords(bourn, events));
    }
    double duck;
    try (DuckDb inMemory = new DuckDb()) {
      duck = Clock.millis(() -> load(inMemory, events));
    }
    return new Round(
        columns,
        records,
        duck,
        onDisk(scratch.resolve("ours"), events),
        duckOnDisk(scratch.resolve("duck"), events),
        parquet(scratch.resolve("parquet"), events));
  }

  private static double onDisk(Path folder, Events events) throws Exception {
    try (Bourn bourn = Bourn.open(folder)) {
      return Clock.millis(() -> appendColumns(bourn, events, Durability.DISK));
    } finally {
      Scratch.remove(folder);
    }
  }

  /** Commits each batch to memory or the log, and the last as durable as asked for. */
  private static long appendColumns(Bourn bourn, Events events, Durability last) {
    EventStream stream = bourn.typed("events", ProductType.of(Event.class));
    for (int from = 0; from < ROWS; from += ROWS_A_BATCH) {
      int until = from + ROWS_A_BATCH;
      AppendRequest request =
          Columns.of(stream, ROWS_A_BATCH)
              .longs("ts", Arrays.copyOfRange(events.ts(), from, until))
              .longs("id", Arrays.copyOfRange(events.id(), from, until))
              .longs("kind", Arrays.copyOfRange(events.kind(), from, until))
              .doubles("price", Arrays.copyOfRange(events.price(), from, until))
              .longs("qty", Arrays.copyOfRange(events.qty(), from, until))
              .request(stream);
      stream.append(until < ROWS ? request : request.with(last)).orThrow();
    }
    return stream.extent().tail();
  }

  private static long appendRecords(Bourn bourn, Events events) {
    TypedStream<Event> stream = bourn.typed("events", Event.class);
    for (int from = 0; from < ROWS; from += ROWS_A_BATCH) {
      List<Event> rows = new ArrayList<>(ROWS_A_BATCH);
      for (int row = from; row < from + ROWS_A_BATCH; row++) {
        rows.add(
            new Event(
                events.ts()[row],
                events.id()[row],
                (int) events.kind()[row],
                events.price()[row],
                (int) events.qty()[row]));
      }
      stream.append(rows).orThrow();
    }
    return stream.stream().extent().tail();
  }

  private static long load(DuckDb duck, Events events) throws Exception {
    duck.load(events);
    return events.rows();
  }

  private static double duckOnDisk(Path folder, Events events) throws Exception {
    Files.createDirectories(folder);
    try (DuckDb duck = new DuckDb(folder.resolve("events.db").toString())) {
      return Clock.millis(
          () -> {
            duck.load(events);
            duck.execute("CHECKPOINT");
            return events.rows();
          });
    } finally {
      Scratch.remove(folder);
    }
  }

  /** From a table in memory, whose filling is not timed, to a file. */
  private static double parquet(Path folder, Events events) throws Exception {
    Files.createDirectories(folder);
    try (DuckDb duck = new DuckDb()) {
      duck.load(events);
      String copy = "COPY events TO '" + folder.resolve("events.parquet") + "' (FORMAT parquet)";
      return Clock.millis(
          () -> {
            duck.execute(copy);
            return events.rows();
          });
    } finally {
      Scratch.remove(folder);
    }
  }
}
