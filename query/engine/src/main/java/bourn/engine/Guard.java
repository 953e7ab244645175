package bourn.engine;

import bourn.columns.Meter;
import bourn.kernel.Keyword;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Ends a query that exceeds its budget, or whose thread is interrupted: the one place that counts
 * what a query takes, from the moment it is made. Confined to one thread.
 */
public final class Guard implements Meter {

  private static final Duration LONGEST = Duration.ofDays(10_000);

  private final Budget budget;
  private final long nanos;
  private final long started = System.nanoTime();
  private long held;
  private long bytes;

  /** Begins to count; the time of {@code budget} begins now. */
  public Guard(Budget budget) {
    this.budget = budget;
    Duration time = budget.time();
    this.nanos = (time.compareTo(LONGEST) > 0 ? LONGEST : time).toNanos();
  }

  /** Returns a guard for what is counted elsewhere. */
  static Guard unlimited() {
    return new Guard(new Budget(LONGEST, Long.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE));
  }

  /**
   * Called for each batch, and every few thousand steps of what takes long to make one.
   *
   * @throws QueryException if the thread is interrupted or the time is over
   */
  @Override
  public void check() {
    checkInterrupted();
    if (System.nanoTime() - started > nanos) {
      throw wrong(
          "query/timeout",
          "the query takes longer than its budget of " + budget.time(),
          "ask for less, or give it more time with :timeout or a larger budget");
    }
  }

  /** Throws what ends a query whose thread is interrupted; costs next to nothing. */
  static void checkInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw wrong("query/cancelled", "the query was interrupted", null);
    }
  }

  @Override
  public void take(long more) {
    bytes += more;
    if (bytes > budget.memory()) {
      throw wrong(
          "query/too-much-memory",
          "the query holds more than its budget of " + budget.memory() + " bytes",
          "ask for fewer rows or shorter values at once, or give it a larger budget of memory");
    }
  }

  @Override
  public void give(long less) {
    bytes -= less;
  }

  /** Returns how many bytes are counted at the moment. */
  long taken() {
    return bytes;
  }

  /** Counts rows that an operator keeps. */
  void hold(long rows) {
    held += rows;
    if (held > budget.rows()) {
      throw wrong(
          "query/too-many-rows",
          "the query holds more rows at once than its budget of " + budget.rows(),
          null);
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
          "a recursive rule takes more rounds than its budget of " + budget.rounds(),
          null);
    }
  }

  /** Returns what is left of the budget, for a query within this one. */
  public Budget remaining() {
    Duration left = Duration.ofNanos(Math.max(0, nanos - (System.nanoTime() - started)));
    return new Budget(left, budget.rows(), budget.rounds(), Math.max(0, budget.memory() - bytes));
  }

  private static QueryException wrong(String code, String message, @Nullable String hint) {
    return new QueryException(Keyword.of(code), message, null, -1, hint);
  }
}
