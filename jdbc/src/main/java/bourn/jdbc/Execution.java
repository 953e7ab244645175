package bourn.jdbc;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a statement does at the moment, to be cancelled from any thread. */
final class Execution {

  /*
   * Queries end when their thread is interrupted. It is interrupted only between begin and end, and
   * end clears what cancel has set, so no interrupt reaches what the thread does next.
   */

  private @Nullable Thread running;
  private boolean cancelled;
  private int seconds;

  /** Returns the most seconds that a run may take; 0 if the statement does not say. */
  synchronized int seconds() {
    return seconds;
  }

  synchronized void seconds(int most) {
    seconds = most;
  }

  /** Returns the most time that a run may take. */
  synchronized Duration timeout(Duration unlessSaid) {
    return seconds == 0 ? unlessSaid : Duration.ofSeconds(seconds);
  }

  /** Returns what {@code work} returns. Runs one thing at a time. */
  <T> T run(Supplier<T> work) {
    begin();
    try {
      return work.get();
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    running = Thread.currentThread();
    cancelled = false;
  }

  private synchronized void end() {
    running = null;
    if (cancelled) {
      Thread.interrupted();
      cancelled = false;
    }
  }

  /** Ends what runs, if anything does. */
  synchronized void cancel() {
    if (running != null) {
      cancelled = true;
      running.interrupt();
    }
  }
}
