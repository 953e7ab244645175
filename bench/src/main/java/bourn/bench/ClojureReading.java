package bourn.bench;

import bourn.Bourn;
import bourn.kernel.AppendRequest;
import bourn.kernel.Bound;
import bourn.kernel.BoundedStream;
import bourn.kernel.CausalContext;
import bourn.kernel.EventStream;
import bourn.kernel.Keyword;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.Value;
import bourn.typed.Columns;
import bourn.typed.TypedStream;
import bourn.typed.TypedTable;
import clojure.lang.IFn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Events and columns gone through from Clojure, against the same in Java. */
final class ClojureReading implements Bench {

  private static final int EVENTS = 10_000_000;
  private static final int EVENTS_OF_A_SEQ = 1_000_000;
  private static final int EVENTS_A_BATCH = 10_000;
  private static final int WARM_MILLIS = 3_000;
  private static final int COUNTED = 5;
  private static final Keyword TOTAL = Keyword.of("total");

  /** One row. */
  record Row(long id, double total) {}

  private final String name;
  private final String what;
  private final boolean seq;

  private ClojureReading(String name, String what, boolean seq) {
    this.name = name;
    this.what = what;
    this.seq = seq;
  }

  static ClojureReading reduced() {
    return new ClojureReading("clj-reduce", "10,000,000 events and rows reduced in Clojure", false);
  }

  static ClojureReading asSeq() {
    return new ClojureReading("clj-seq", "1,000,000 events as a seq in Clojure", true);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String what() {
    return what;
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    try (Bourn bourn = Bourn.open(scratch.resolve("events"))) {
      return seq ? seqs(bourn) : reductions(bourn);
    }
  }

  private List<Figure> reductions(Bourn bourn) throws Exception {
    BoundedStream numbers = fill(bourn.stream("numbers"), EVENTS, false);
    BoundedStream maps = fill(bourn.stream("maps"), EVENTS, true);
    fillRows(bourn);
    EventStream rows = (EventStream) Face.fn("b/stream").invoke(bourn, "rows");
    IFn sum = Face.fn("(fn [s] (transduce (filter even?) + (b/events s)))");
    IFn total = Face.fn("(fn [s] (reduce + 0.0 (eduction (map :total) (b/events s))))");
    IFn column =
        Face.fn(
            "(fn [s] (b/reduce-column (fn ^double [^double a ^double x] (+ a x)) 0.0 s :total))");
    return List.of(
        figure("numbers", EVENTS, () -> sum.invoke(numbers), () -> evenSum(numbers)),
        figure("maps", EVENTS, () -> total.invoke(maps), () -> totalOf(maps)),
        figure(
            "typed",
            EVENTS,
            () -> column.invoke(rows),
            () ->
                TypedTable.of(rows.bound(), bourn.segments())
                    .reduceDoubles("total", 0, Double::sum)));
  }

  private List<Figure> seqs(Bourn bourn) throws Exception {
    BoundedStream maps = fill(bourn.stream("maps"), EVENTS_OF_A_SEQ, true);
    IFn total = Face.fn("(fn [s] (reduce + 0.0 (map :total (seq (b/events s)))))");
    return List.of(figure("maps", EVENTS_OF_A_SEQ, () -> total.invoke(maps), () -> totalOf(maps)));
  }

  private Figure figure(String row, int events, Callable<?> ours, Callable<?> theirs)
      throws Exception {
    Object our = ours.call();
    Object their = theirs.call();
    if (((Number) our).doubleValue() != ((Number) their).doubleValue()) {
      throw new IllegalStateException(row + ": Clojure has " + our + ", Java " + their);
    }
    double[] millis = Clock.medians(ours, theirs, WARM_MILLIS, COUNTED);
    return new Figure(
        name + "/" + row,
        "M events/s",
        false,
        events / millis[0] / 1e3,
        "the same in Java",
        events / millis[1] / 1e3);
  }

  private static BoundedStream fill(EventStream stream, int events, boolean maps) {
    for (int from = 0; from < events; from += EVENTS_A_BATCH) {
      List<Value> batch = new ArrayList<>(EVENTS_A_BATCH);
      for (int i = from; i < from + EVENTS_A_BATCH; i++) {
        batch.add(maps ? Value.map("id", (long) i, "total", i / 4.0) : Value.of((long) i));
      }
      stream.append(AppendRequest.of(batch)).orThrow();
    }
    return stream.bound(new Bound(0, events), CausalContext.NONE);
  }

  private static void fillRows(Bourn bourn) {
    TypedStream<Row> rows = bourn.typed("rows", Row.class);
    for (int from = 0; from < EVENTS; from += EVENTS_A_BATCH) {
      long[] ids = new long[EVENTS_A_BATCH];
      double[] totals = new double[EVENTS_A_BATCH];
      for (int i = 0; i < EVENTS_A_BATCH; i++) {
        ids[i] = (long) from + i;
        totals[i] = (from + i) / 4.0;
      }
      rows.append(Columns.of(rows.type(), EVENTS_A_BATCH).longs("id", ids).doubles("total", totals))
          .orThrow();
    }
    bourn.segments().pack(rows.stream());
  }

  private static long evenSum(BoundedStream bounded) {
    long sum = 0;
    try (Reader reader = bounded.read()) {
      while (reader.next() == Step.EVENT) {
        long number = ((Value.Int) reader.value()).value();
        sum += number % 2 == 0 ? number : 0;
      }
    }
    return sum;
  }

  private static double totalOf(BoundedStream bounded) {
    double sum = 0;
    try (Reader reader = bounded.read()) {
      while (reader.next() == Step.EVENT) {
        Value.Entries event = (Value.Entries) reader.value();
        sum += ((Value.Real) Objects.requireNonNull(event.get(TOTAL))).value();
      }
    }
    return sum;
  }
}
