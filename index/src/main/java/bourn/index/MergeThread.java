package bourn.index;

import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Merges novelty into segments behind the transactions, one index at a time, and tidies up every
 * second.
 */
final class MergeThread {

  private final ThreadFactory threads;
  private final Runnable tidy;
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final Set<StreamIndex> requested = ConcurrentHashMap.newKeySet();
  private @Nullable Thread thread;
  private boolean closed;

  /** An index to be merged, or none to end the thread. */
  private record Request(@Nullable StreamIndex index) {

    static final Request END = new Request(null);
  }

  MergeThread(ThreadFactory threads, Runnable tidy) {
    this.threads = threads;
    this.tidy = tidy;
  }

  /** Asks for a merge of {@code index}, unless that has been asked for already. */
  void request(StreamIndex index) {
    if (requested.add(index)) {
      requests.add(new Request(index));
      start();
    }
  }

  private void merge(StreamIndex index) {
    requested.remove(index);
    try {
      index.merge();
    } catch (RuntimeException e) {
      // The index has taken note of it, and says so to whoever waits for the merge.
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
        merge(index);
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

  /** Ends the thread, and waits until the merge it is at is done. */
  void close() {
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
    while (running.isAlive()) {
      try {
        running.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
