package bourn.storage;

import bourn.kernel.Environment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Makes windows of a segment ahead of its appends, on a thread of its own. */
final class Preparer {

  /*
   * Appends do not wake it while it is busy: that would cost one of them a thousand times what its
   * own bytes do, and the thread that is woken may take its processor. Instead it looks for itself
   * how far they have come, and sleeps in between, for longer each time that there was none. Only
   * after a second without any it parks.
   */

  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Consumer<Throwable> failed;
  private final Thread thread;
  private volatile LogSegment segment;
  private volatile boolean parked;
  private volatile boolean closed;

  /** Begins with {@code segment}, and tells {@code failed} if there is no going on. */
  Preparer(LogSegment segment, Environment environment, Consumer<Throwable> failed) {
    this.segment = segment;
    this.failed = failed;
    this.thread = environment.threads().newThread(this::prepareUntilClosed);
  }

  void start() {
    thread.start();
  }

  /** Goes on to {@code next}. */
  void enter(LogSegment next) {
    segment = next;
  }

  /** Notes that the segment has had a small append: see {@link LogSegment#want}. */
  void appended() {
    if (parked) {
      parked = false;
      LockSupport.unpark(thread);
    }
  }

  private void prepareUntilClosed() {
    try {
      long seen = 0;
      long nanos = LEAST_NANOS;
      while (!closed) {
        LogSegment current = segment;
        long wanted = current.prepare();
        nanos = wanted == seen ? 2 * nanos : LEAST_NANOS;
        seen = wanted;
        if (nanos <= MOST_NANOS) {
          LockSupport.parkNanos(this, nanos);
        } else {
          nanos = LEAST_NANOS;
          park(current, seen);
        }
      }
    } catch (RuntimeException | Error e) {
      failed.accept(e);
    }
  }

  /** Parks until the next small append, if there was none after {@code seen}. */
  private void park(LogSegment current, long seen) {
    parked = true;
    if (current.wanted() == seen && segment.equals(current) && !closed) {
      LockSupport.park(this);
    }
    parked = false;
  }

  /** Ends, if not at once. */
  void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
