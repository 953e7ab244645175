package bourn.engine;

import java.time.Duration;

/**
 * The most that one query may take; beyond it the query ends with a {@link QueryException}.
 *
 * @param time from start to end
 * @param rows held at once by all operators together
 * @param rounds of one fixpoint
 */
public record Budget(Duration time, long rows, int rounds) {

  /** A minute, a hundred million rows, a million rounds. */
  public static final Budget DEFAULT = new Budget(Duration.ofMinutes(1), 100_000_000L, 1_000_000);
}
