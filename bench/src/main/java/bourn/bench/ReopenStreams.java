package bourn.bench;

import bourn.kernel.AppendRequest;
import bourn.kernel.Kernel;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.Value;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/** A store of many streams: making them, opening it again, and the heap that they take. */
final class ReopenStreams implements Bench {

  private static final int STREAMS = 100_000;
  private static final int ROUNDS = 3;

  @Override
  public String name() {
    return "reopen-streams";
  }

  @Override
  public String what() {
    return "opening a store of 100,000 streams of one event each";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    Path store = scratch.resolve("store");
    double creation = Clock.millis(() -> create(store));
    double[] millis = new double[ROUNDS];
    double bytes = 0;
    for (int i = 0; i < ROUNDS; i++) {
      long before = usedBytes();
      long start = System.nanoTime();
      try (Kernel kernel = Ours.open(store)) {
        millis[i] = (System.nanoTime() - start) / 1e6;
        bytes = (usedBytes() - before) / (double) kernel.streams().size();
      }
    }
    return List.of(
        alone("create", "us a stream", creation * 1e3 / STREAMS),
        alone("open", "ms", Clock.median(millis)),
        alone("heap", "bytes a stream", bytes));
  }

  private static Figure alone(String row, String unit, double figure) {
    return new Figure("reopen-streams/" + row, unit, true, figure, null, 0);
  }

  private static int create(Path store) {
    try (Kernel kernel = Ours.open(store)) {
      for (int i = 0; i < STREAMS; i++) {
        kernel
            .open(StreamDescriptor.generic("stream-" + i))
            .append(AppendRequest.of(Value.of(i)))
            .orThrow();
      }
      return kernel.streams().size();
    }
  }

  private static long usedBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
