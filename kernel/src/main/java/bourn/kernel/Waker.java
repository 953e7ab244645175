package bourn.kernel;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** Wakes who waits on streams on which many wait, on a thread of its own. */
final class Waker {

  private final Queue<LogStream> grown = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean closed;

  Waker(Environment environment) {
    this.thread = environment.threads().newThread(this::wakeUntilClosed);
  }

  void start() {
    thread.start();
  }

  /** Wakes, soon, who waits for what {@code stream} has grown by. */
  void wake(LogStream stream) {
    grown.add(stream);
    LockSupport.unpark(thread);
  }

  private void wakeUntilClosed() {
    while (!closed) {
      LogStream stream = grown.poll();
      if (stream != null) {
        stream.wakeMany();
      } else {
        LockSupport.park(this);
      }
    }
  }

  /** Ends the thread. Who still waits is the caller's to wake. */
  void close() throws InterruptedException {
    closed = true;
    LockSupport.unpark(thread);
    thread.join();
  }
}
