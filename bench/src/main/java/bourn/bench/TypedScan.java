package bourn.bench;

import bourn.Bourn;
import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Restriction;
import bourn.kernel.EventStream;
import bourn.kernel.Value;
import bourn.typed.Columns;
import bourn.typed.ProductType;
import bourn.typed.TypedTable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** Columns of a store on disk, packed and warm, against a loop over arrays. */
final class TypedScan implements Bench {

  private static final int ROWS = 4_000_000;
  private static final int ROWS_A_BATCH = 50_000;
  private static final int WARM_MILLIS = 2_000;
  private static final int COUNTED = 15;
  private static final int PRICE = 3;
  private static final int QTY = 4;
  private static final String LOOP = "a loop over arrays";

  /** One row. */
  record Event(long ts, long id, int kind, double price, int qty) {}

  @Override
  public String name() {
    return "typed-scan";
  }

  @Override
  public String what() {
    return "sums of 4,000,000 rows by the column, and of those within a range";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    Events events = Events.of(ROWS);
    try (Bourn bourn = Bourn.open(scratch.resolve("events"))) {
      EventStream stream = bourn.typed("events", ProductType.of(Event.class));
      fill(stream, events);
      bourn.segments().pack(stream);
      TypedTable table = TypedTable.of(stream.bound(), bourn.segments());
      return List.of(
          figure(
              "sum-doubles",
              () -> table.reduceDoubles("price", 0, Double::sum),
              () -> sum(events.price())),
          figure(
              "sum-longs", () -> table.reduceLongs("qty", 0, Long::sum), () -> sum(events.qty())),
          figure("array", () -> sum(table.longs("id")), () -> sum(events.id().clone())),
          figure("range", () -> range(table), () -> range(events)));
    }
  }

  private static void fill(EventStream stream, Events events) {
    for (int from = 0; from < ROWS; from += ROWS_A_BATCH) {
      int until = from + ROWS_A_BATCH;
      stream
          .append(
              Columns.of(stream, ROWS_A_BATCH)
                  .longs("ts", Arrays.copyOfRange(events.ts(), from, until))
                  .longs("id", Arrays.copyOfRange(events.id(), from, until))
                  .longs("kind", Arrays.copyOfRange(events.kind(), from, until))
                  .doubles("price", Arrays.copyOfRange(events.price(), from, until))
                  .longs("qty", Arrays.copyOfRange(events.qty(), from, until))
                  .request(stream))
          .orThrow();
    }
  }

  private static Figure figure(
      String row, Callable<? extends Number> ours, Callable<? extends Number> loop)
      throws Exception {
    if (ours.call().doubleValue() != loop.call().doubleValue()) {
      throw new IllegalStateException(row + ": " + ours.call() + " is not " + loop.call());
    }
    double[] millis = Clock.medians(ours, loop, WARM_MILLIS, COUNTED);
    return new Figure(
        "typed-scan/" + row,
        "M rows/s",
        false,
        ROWS / millis[0] / 1e3,
        LOOP,
        ROWS / millis[1] / 1e3);
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static long sum(long[] values) {
    long sum = 0;
    for (long value : values) {
      sum += value;
    }
    return sum;
  }

  /** The quantity of rows whose price is at least 50. */
  private static long range(TypedTable table) {
    long[] sum = {0};
    Restriction dear = new Restriction(PRICE, Value.of(50.0), true, null, false);
    table.scan(
        new int[] {QTY},
        List.of(dear),
        new Codes(),
        batch -> {
          sum[0] += sum(batch);
          return true;
        });
    return sum[0];
  }

  private static long sum(Batch batch) {
    Column column = batch.columns()[0];
    long sum = 0;
    for (int i = 0; i < batch.count(); i++) {
      sum += column.word(batch.row(i));
    }
    return sum;
  }

  private static long range(Events events) {
    long sum = 0;
    for (int row = 0; row < ROWS; row++) {
      if (events.price()[row] >= 50) {
        sum += events.qty()[row];
      }
    }
    return sum;
  }
}
