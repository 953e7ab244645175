package bourn.bench;

import bourn.kernel.AppendRequest;
import bourn.kernel.Deadline;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;

/** From an append to when the virtual threads that are parked on its stream run. */
final class Wake implements Bench {

  private static final int WARM = 20;

  private final int waiters;
  private final int rounds;

  Wake(int waiters) {
    this.waiters = waiters;
    this.rounds = waiters == 1 ? 5_000 : 40;
  }

  @Override
  public String name() {
    return "wake-" + waiters;
  }

  @Override
  public String what() {
    return waiters + " virtual threads parked on a stream, from the append to when all have run";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    Records records = new Records(100, 1);
    try (Kernel kernel = Ours.open(scratch.resolve("store"))) {
      EventStream stream = Ours.stream(kernel);
      long[] nanos = new long[rounds];
      long cpu = 0;
      for (int i = -WARM; i < rounds; i++) {
        long[] round = round(stream, records);
        if (i >= 0) {
          nanos[i] = round[0];
          cpu += round[1];
        }
      }
      return List.of(
          figure("p50", "us", Clock.quantile(nanos, 0.5) / 1e3),
          figure("p99", "us", Clock.quantile(nanos, 0.99) / 1e3),
          figure("cpu", "us a thread", cpu / 1e3 / rounds / waiters));
    }
  }

  private Figure figure(String row, String unit, double value) {
    return new Figure(name() + "/" + row, unit, true, value, null, 0);
  }

  /** Returns the nanoseconds until the last has run, and those of all processors. */
  private long[] round(EventStream stream, Records records) throws Exception {
    long tail = stream.extent().tail();
    Phaser parked = new Phaser(waiters + 1);
    CountDownLatch woken = new CountDownLatch(waiters);
    for (int i = 0; i < waiters; i++) {
      Thread.ofVirtual().start(() -> await(stream, tail, parked, woken));
    }
    parked.arriveAndAwaitAdvance();
    Thread.sleep(waiters == 1 ? 1 : 50);
    long cpu = cpu();
    long start = System.nanoTime();
    stream.append(AppendRequest.of(records.values(tail))).orThrow();
    woken.await();
    long nanos = System.nanoTime() - start;
    return new long[] {nanos, cpu() - cpu};
  }

  private static void await(EventStream stream, long tail, Phaser parked, CountDownLatch woken) {
    parked.arrive();
    try {
      stream.awaitBeyond(tail, Deadline.NEVER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    woken.countDown();
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
