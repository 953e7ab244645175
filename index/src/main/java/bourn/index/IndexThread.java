package bourn.index;

import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does one kind of work on indexes behind the transactions, one at a time, and tidies up. */
final class IndexThread {

  private static final long LOOK_MILLIS = 20;

  private final ThreadFactory threads;
  private final Consumer<StreamIndex> work;
  private final Runnable tidy;
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final Set<StreamIndex> requested = ConcurrentHashMap.newKeySet();
  private @Nullable Thread thread;
  private boolean closed;

  /** An index to be merged, or none to end the thread. */
  private record Request(@Nullable StreamIndex index) {

    static final Request END = new Request(null);
  }

  /**
   * Makes a thread that starts when it is needed.
   *
   * @param work may throw what it has told the index of
   * @param tidy is run every second while there is nothing else to do
   */
  IndexThread(ThreadFactory threads, Consumer<StreamIndex> work, Runnable tidy) {
    this.threads = threads;
    this.work = work;
    this.tidy = tidy;
  }

  /** Asks for the work on {@code index}, unless that has been asked for already. */
  void request(StreamIndex index) {
    if (requested.add(index)) {
      requests.add(new Request(index));
      start();
    }
  }

  private void work(StreamIndex index) {
    requested.remove(index);
    try {
      work.accept(index);
    } catch (RuntimeException | Error e) {
      // The index has taken note of it, and says so to whoever waits for it.
      requested.remove(index);
    }
  }

  /** Starts the thread, if it has not been started. */
  synchronized void start() {
    if (thread == null && !closed) {
      thread = threads.newThread(this::run);
      thread.start();
    }
  }

  private void run() {
    try {
      for (StreamIndex index = take().index(); index != null; index = take().index()) {
        work(index);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Request take() throws InterruptedException {
    Request request = requests.poll(1, TimeUnit.SECONDS);
    while (request == null) {
      tidy.run();
      request = requests.poll(1, TimeUnit.SECONDS);
    }
    return request;
  }

  /** Ends the thread, and waits until what it is at is done. */
  void close() {
    close(() -> false);
  }

  /** Ends the thread, and waits until what it is at is done, or as long as {@code leaves} says. */
  void close(BooleanSupplier leaves) {
    Thread running;
    synchronized (this) {
      closed = true;
      running = thread;
    }
    if (running == null) {
      return;
    }
    requests.clear();
    requests.add(Request.END);
    boolean interrupted = false;
    while (running.isAlive() && !leaves.getAsBoolean()) {
      try {
        running.join(LOOK_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
