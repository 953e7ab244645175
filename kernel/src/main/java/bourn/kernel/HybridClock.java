package bourn.kernel;

import java.time.InstantSource;

/** The hybrid logical clock of a kernel. Confined to the committer. */
final class HybridClock {

  private static final int COUNTER_BITS = 16;

  private final InstantSource physical;
  private long now;
  private long last;

  HybridClock(InstantSource physical, long last) {
    this.physical = physical;
    this.last = last;
  }

  /** Reads the physical clock. */
  void read() {
    now = physical.millis() << COUNTER_BITS;
  }

  /** Returns the physical time read last, in milliseconds since 1970. */
  long epochMillis() {
    return now >>> COUNTER_BITS;
  }

  /** Returns a time after every one given before and after {@code seen}, near the one read last. */
  long next(long seen) {
    last = Math.max(now, Math.max(last, seen) + 1);
    return last;
  }
}
