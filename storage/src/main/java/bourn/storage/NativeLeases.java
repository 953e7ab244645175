package bourn.storage;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Counts who uses native memory, so that it is freed only when nobody does: RocksDB brings the
 * whole virtual machine down when it is used after it was closed.
 */
final class NativeLeases {

  private static final int MOST = 1 << 20;

  private final Semaphore free = new Semaphore(MOST);
  private volatile boolean closed;

  /**
   * Takes a lease, to be given back by {@link #release}.
   *
   * @throws IllegalStateException if the store is closed
   */
  void acquire() {
    if (closed || !free.tryAcquire()) {
      throw new IllegalStateException("the store is closed");
    }
    if (closed) {
      free.release();
      throw new IllegalStateException("the store is closed");
    }
  }

  void release() {
    free.release();
  }

  /** Gives out no more leases, and returns whether all came back in time. */
  boolean close(Duration patience) {
    closed = true;
    boolean interrupted = Thread.interrupted();
    try {
      return free.tryAcquire(MOST, patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
      return free.tryAcquire(MOST);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
