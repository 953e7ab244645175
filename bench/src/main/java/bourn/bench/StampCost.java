package bourn.bench;

import bourn.kernel.AppendRequest;
import bourn.kernel.CausalContext;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import java.nio.file.Path;
import java.util.List;

/** What causes cost in batches: of a context that has read 64 streams, and of none. */
final class StampCost implements Bench {

  private static final int BATCHES = 2_000;
  private static final int ROUNDS = 5;
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
    Records records = new Records(100, 1_000);
    try (Kernel kernel = Ours.open(scratch.resolve("store"))) {
      EventStream stream = Ours.stream(kernel);
      CausalContext context = kernel.newContext();
      for (int i = 0; i < CAUSES; i++) {
        context.observe(1_000 + i, i);
      }
      double[] millis =
          Clock.medians(
              () -> append(stream, records, context),
              () -> append(stream, records, CausalContext.NONE),
              1_000,
              ROUNDS);
      double nanos = (millis[0] - millis[1]) * 1e6 / BATCHES / 1_000;
      double bytes = (HEADER_BYTES + 8.0 * CAUSES) / 1_000;
      return List.of(
          new Figure("stamp-cost/time", "ns an event", true, nanos, null, 0),
          new Figure("stamp-cost/size", "bytes an event", true, bytes, null, 0));
    }
  }

  private static long append(EventStream stream, Records records, CausalContext context) {
    for (int i = 0; i < BATCHES; i++) {
      stream.append(AppendRequest.of(records.values(i)).within(context)).orThrow();
    }
    return stream.extent().tail();
  }
}
