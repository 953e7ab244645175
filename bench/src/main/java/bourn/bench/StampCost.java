package bourn.bench;

import bourn.kernel.AppendRequest;
import bourn.kernel.CausalContext;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;

/** What causes cost in batches: of a context that has read 64 streams, and of none. */
final class StampCost implements Bench {

  /*
   * The difference of two sustained appends by the clock is noise: what the threads behind them do
   * is many times what causes cost. So the processor time of the appending thread is taken, of small
   * events, many times in turn, and the median of the differences.
   */

  private static final int BATCHES = 200;
  private static final int WARM = 20;
  private static final int ROUNDS = 101;
  private static final int CAUSES = 64;
  private static final int HEADER_BYTES = 56;

  @Override
  public String name() {
    return "stamp-cost";
  }

  @Override
  public String what() {
    return "batches of 1,000 with 64 causes and with none; nanoseconds and bytes an event";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    Records records = new Records(8, 1_000);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    try (Kernel kernel = Ours.open(scratch.resolve("store"))) {
      EventStream stream = Ours.stream(kernel);
      CausalContext context = kernel.newContext();
      for (int i = 1; i < CAUSES; i++) { // the last cause is what the context itself appended
        context.observe(1_000 + i, i);
      }
      double[] differences = new double[ROUNDS];
      for (int round = -WARM; round < ROUNDS; round++) {
        long start = threads.getCurrentThreadCpuTime();
        append(stream, records, CausalContext.NONE);
        long middle = threads.getCurrentThreadCpuTime();
        append(stream, records, context);
        long end = threads.getCurrentThreadCpuTime();
        differences[Math.max(0, round)] = (end - middle) - (middle - start);
      }
      double nanos = Clock.median(differences) / BATCHES / 1_000;
      double bytes = (HEADER_BYTES + 8.0 * CAUSES) / 1_000;
      return List.of(
          new Figure("stamp-cost/time", "ns an event", true, nanos, null, 0),
          new Figure("stamp-cost/size", "bytes an event", true, bytes, null, 0));
    }
  }

  private static void append(EventStream stream, Records records, CausalContext context) {
    for (int i = 0; i < BATCHES; i++) {
      stream.append(AppendRequest.of(records.values(i)).within(context)).orThrow();
    }
  }
}
