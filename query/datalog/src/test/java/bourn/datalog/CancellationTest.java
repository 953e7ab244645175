package bourn.datalog;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.engine.Budget;
import bourn.engine.QueryException;
import bourn.index.DatomStream;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Whatever a query is doing when its thread is interrupted or its time is over, it ends soon. How
 * soon is measured with {@code -Dbourn.seeds=100}, which asks each query so often, ends it at
 * different moments, and prints the longest times that took.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CancellationTest {

  private static final int TIMES = Math.clamp(Long.getLong("bourn.seeds", 20) / 10, 1, 10);
  private static final boolean LONG = TIMES > 2;
  private static final long LONGEST_MILLIS = 2_000;
  private static final Budget LARGE = new Budget(Duration.ofMinutes(5), 100_000_000, 1_000_000);

  private final Kernel kernel = HeapKernel.open(Environment.system());
  private DatomStream stream;

  @BeforeAll
  void open() {
    stream = Hostile.stream(kernel);
  }

  @AfterAll
  void close() {
    kernel.close();
  }

  @TestFactory
  Stream<DynamicTest> endsSoonAfterAnInterrupt() {
    Random random = new Random(5);
    return Hostile.all(stream).stream()
        .map(
            hostile ->
                DynamicTest.dynamicTest(
                    hostile.name(),
                    () -> {
                      long worst = 0;
                      for (int i = 0; i < TIMES; i++) {
                        long moment = LONG ? 5 + random.nextInt(1_500) : 100;
                        worst = Math.max(worst, interrupted(hostile, moment));
                      }
                      report("interrupt", hostile, worst);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> endsSoonAfterItsTime() {
    Random random = new Random(6);
    return Hostile.all(stream).stream()
        .map(
            hostile ->
                DynamicTest.dynamicTest(
                    hostile.name(),
                    () -> {
                      long worst = 0;
                      for (int i = 0; i < TIMES; i++) {
                        long millis = LONG ? 5 + random.nextInt(1_000) : 100;
                        worst = Math.max(worst, late(hostile, millis));
                      }
                      report("time", hostile, worst);
                    }));
  }

  private static void report(String what, Hostile hostile, long nanos) {
    if (LONG) {
      System.out.printf("%-10s %-40s %6.1f ms%n", what, hostile.name(), (double) nanos / 1e6);
    }
    assertThat(TimeUnit.NANOSECONDS.toMillis(nanos)).isLessThan(LONGEST_MILLIS);
  }

  /** Returns how many nanoseconds {@code hostile} goes on after an interrupt. */
  private static long interrupted(Hostile hostile, long moment) throws InterruptedException {
    List<Throwable> thrown = new ArrayList<>();
    long[] ended = new long[1];
    Thread thread =
        new Thread(
            () -> {
              @Nullable Throwable end = end(hostile, LARGE);
              ended[0] = System.nanoTime();
              if (end != null) {
                thrown.add(end);
              }
            });
    thread.start();
    thread.join(moment);
    long interrupted = System.nanoTime();
    thread.interrupt();
    thread.join(30_000);
    if (thread.isAlive()) {
      AssertionError stuck = new AssertionError(hostile.name() + " does not end");
      stuck.setStackTrace(thread.getStackTrace());
      throw stuck;
    }
    thrown.forEach(t -> assertThat(t).isInstanceOf(QueryException.class));
    return Math.max(0, ended[0] - interrupted);
  }

  /** Returns how many nanoseconds {@code hostile} takes beyond its time. */
  private static long late(Hostile hostile, long millis) {
    long started = System.nanoTime();
    @Nullable Throwable end =
        end(hostile, new Budget(Duration.ofMillis(millis), 100_000_000, 1_000_000));
    long took = System.nanoTime() - started;
    if (end != null) {
      assertThat(end).isInstanceOf(QueryException.class);
    }
    return Math.max(0, took - TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static @Nullable Throwable end(Hostile hostile, Budget budget) {
    try {
      Object answer = hostile.work().within(budget);
      return answer == null ? new AssertionError("no answer") : null;
    } catch (RuntimeException | Error e) {
      return e;
    }
  }
}
