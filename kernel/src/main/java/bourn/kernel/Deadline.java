package bourn.kernel;

import java.time.Duration;

/**
 * The latest moment until which a call may wait, on the clock of {@link System#nanoTime}.
 *
 * @param nanoTime the moment; {@link Long#MAX_VALUE} when there is none
 */
public record Deadline(long nanoTime) {

  /** Waits for ever. */
  public static final Deadline NEVER = new Deadline(Long.MAX_VALUE);

  /** Returns the deadline {@code duration} from now. */
  public static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** Returns the nanoseconds left, zero or less when the deadline has passed. */
  public long remainingNanos() {
    return this.equals(NEVER) ? Long.MAX_VALUE : nanoTime - System.nanoTime();
  }

  /** Returns whether the deadline has passed. */
  public boolean passed() {
    return remainingNanos() <= 0;
  }
}
