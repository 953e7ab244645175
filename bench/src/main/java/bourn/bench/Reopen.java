package bourn.bench;

import bourn.kernel.AppendRequest;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import java.nio.file.Path;
import java.util.List;

/** Opening a store whose process was killed. */
final class Reopen implements Bench {

  private static final int ROUNDS = 3;
  private static final long BYTES = 1L << 30;

  @Override
  public String name() {
    return "reopen";
  }

  @Override
  public String what() {
    return "opening a store whose process was killed after 1 GB, by batches and by single appends";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    return List.of(
        figure("batches", median(scratch, 1_000)), figure("singles", median(scratch, 1)));
  }

  private static Figure figure(String row, double millis) {
    return new Figure("reopen/" + row, "ms", true, millis, null, 0);
  }

  private static double median(Path scratch, int recordsABatch) throws Exception {
    double[] millis = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      Path folder = scratch.resolve("killed");
      Process process =
          Child.of(
                  List.of("-Xmx2g"),
                  Killed.class.getName(),
                  folder.toString(),
                  Integer.toString(recordsABatch))
              .start();
      process.inputReader().lines().forEach(line -> {});
      process.waitFor();
      millis[i] = Clock.millis(() -> opened(folder));
      Scratch.remove(folder);
    }
    return Clock.median(millis);
  }

  private static long opened(Path folder) {
    long start = System.nanoTime();
    try (Kernel kernel = Ours.open(folder)) {
      long tail = Ours.stream(kernel).extent().tail();
      if (tail == 0) {
        throw new IllegalStateException("the killed process left nothing");
      }
      return System.nanoTime() - start;
    }
  }

  /** Appends and dies. */
  static final class Killed {

    private Killed() {}

    public static void main(String[] arguments) {
      Records records = new Records(100, Integer.parseInt(arguments[1]));
      Kernel kernel = Ours.open(Path.of(arguments[0]));
      EventStream stream = Ours.stream(kernel);
      for (long batch = 0; batch < BYTES / records.batchBytes() / divisor(records); batch++) {
        stream.append(AppendRequest.of(records.values(batch))).orThrow();
      }
      Runtime.getRuntime().halt(0);
    }

    private static int divisor(Records records) {
      return records.recordsABatch() == 1 ? 4 : 1;
    }
  }
}
