package bourn.bench;

import java.util.Arrays;
import java.util.concurrent.Callable;

/** Times calls. */
final class Clock {

  /** Keeps results alive, so that no call can be left out. */
  static volatile Object kept = "";

  private static final double TURN_MILLIS = 10;

  private Clock() {}

  /**
   * Returns the median milliseconds of a call of {@code ours} and of {@code theirs}, which take
   * turns: first until both have run for {@code warmMillis}, uncounted, then {@code counted} turns
   * each. Short calls are repeated within a turn, so that each side is timed on processor caches
   * that it has filled itself, not on what the other has left.
   */
  static double[] medians(Callable<?> ours, Callable<?> theirs, long warmMillis, int counted)
      throws Exception {
    long warmUntil = System.nanoTime() + warmMillis * 2_000_000L;
    do {
      turn(ours);
      turn(theirs);
    } while (System.nanoTime() < warmUntil);
    double[] our = new double[counted];
    double[] their = new double[counted];
    for (int i = 0; i < counted; i++) {
      our[i] = turn(ours);
      their[i] = turn(theirs);
    }
    return new double[] {median(our), median(their)};
  }

  /** Returns the median milliseconds of a call, in turns as those of {@link #medians}. */
  static double median(Callable<?> call, long warmMillis, int counted) throws Exception {
    long warmUntil = System.nanoTime() + warmMillis * 1_000_000L;
    do {
      turn(call);
    } while (System.nanoTime() < warmUntil);
    double[] millis = new double[counted];
    for (int i = 0; i < counted; i++) {
      millis[i] = turn(call);
    }
    return median(millis);
  }

  /** Calls again and again for a while, once at least; returns the milliseconds a call. */
  private static double turn(Callable<?> call) throws Exception {
    int calls = 0;
    double spent = 0;
    do {
      spent += millis(call);
      calls++;
    } while (spent < TURN_MILLIS);
    return spent / calls;
  }

  /** Returns how many milliseconds one call takes. */
  static double millis(Callable<?> call) throws Exception {
    long start = System.nanoTime();
    kept = call.call();
    return (System.nanoTime() - start) / 1e6;
  }

  static double median(double[] millis) {
    double[] sorted = millis.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Returns the nanoseconds that the part {@code quantile} of {@code nanos} does not exceed. */
  static double quantile(long[] nanos, double quantile) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[(int) (quantile * (sorted.length - 1))];
  }
}
