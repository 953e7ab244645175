package bourn.engine;

import bourn.kernel.Keyword;
import java.time.Duration;

/** Ends a run that exceeds its budget, or whose thread is interrupted. */
final class Guard {

  private static final Duration LONGEST = Duration.ofDays(10_000);

  private final Budget budget;
  private final long nanos;
  private final long started = System.nanoTime();
  private long held;

  Guard(Budget budget) {
    this.budget = budget;
    Duration time = budget.time();
    this.nanos = (time.compareTo(LONGEST) > 0 ? LONGEST : time).toNanos();
  }

  /** Called for each batch. */
  void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw wrong("query/cancelled", "the query was interrupted");
    }
    if (System.nanoTime() - started > nanos) {
      throw wrong("query/timeout", "the query takes longer than its budget of " + budget.time());
    }
  }

  /** Counts rows that an operator keeps. */
  void hold(long rows) {
    held += rows;
    if (held > budget.rows()) {
      throw wrong(
          "query/too-many-rows",
          "the query holds more rows at once than its budget of " + budget.rows());
    }
  }

  /** Counts rows that an operator kept and no longer does. */
  void release(long rows) {
    held -= rows;
  }

  /** Called for each round of a fixpoint. */
  void round(int round) {
    check();
    if (round > budget.rounds()) {
      throw wrong(
          "query/too-many-rounds",
          "a recursive rule takes more rounds than its budget of " + budget.rounds());
    }
  }

  private static QueryException wrong(String code, String message) {
    return new QueryException(Keyword.of(code), message);
  }
}
