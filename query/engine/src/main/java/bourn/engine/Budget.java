package bourn.engine;

import java.time.Duration;

/**
 * The most that one query may take; beyond it the query ends with a {@link QueryException}.
 *
 * @param time from start to end, planning included
 * @param rows held at once by all operators together
 * @param rounds of one fixpoint
 * @param memory in bytes, about, of all that is held at once: rows, indexes of joins, groups, and
 *     the values that do not fit a word
 */
public record Budget(Duration time, long rows, int rounds, long memory) {

  /** Half of the heap. */
  public static final long USUAL_MEMORY = Runtime.getRuntime().maxMemory() / 2;

  /** A minute, a hundred million rows, a million rounds, half of the heap. */
  public static final Budget DEFAULT = new Budget(Duration.ofMinutes(1), 100_000_000L, 1_000_000);

  /** Makes a budget with {@link #USUAL_MEMORY}. */
  public Budget(Duration time, long rows, int rounds) {
    this(time, rows, rounds, USUAL_MEMORY);
  }

  /** Returns this budget with another time. */
  public Budget within(Duration other) {
    return new Budget(other, rows, rounds, memory);
  }
}
