package bourn.kernel;

import java.util.concurrent.locks.LockSupport;

/**
 * The thread that made it, as one that waits until it is signalled: by streams that it watches and
 * by other threads. A signal stays until it is awaited, so one that comes early is not lost.
 *
 * <p>A signal says that something may have changed, not what: whoever is woken looks again.
 */
public final class Waiter {

  private final Thread thread = Thread.currentThread();
  private volatile boolean signalled;

  /** Wakes the thread, now or when it awaits next. Never blocks; any thread may call this. */
  public void signal() {
    if (!signalled) {
      signalled = true;
      LockSupport.unpark(thread);
    }
  }

  /** Returns whether there is a signal that was not awaited. */
  boolean signalled() {
    return signalled;
  }

  /**
   * Waits until this is signalled or {@code deadline} has passed, and consumes the signal. Only the
   * thread that made this may call it.
   *
   * @return whether this was signalled
   */
  public boolean await(Deadline deadline) throws InterruptedException {
    assert thread.equals(Thread.currentThread()) : Thread.currentThread() + " is not " + thread;
    while (!signalled) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long nanos = deadline.remainingNanos();
      if (nanos <= 0) {
        return false;
      }
      LockSupport.parkNanos(this, nanos);
    }
    signalled = false;
    return true;
  }
}
