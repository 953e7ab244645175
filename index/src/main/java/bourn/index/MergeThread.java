package bourn.index;

import java.util.Optional;
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
  private final BlockingQueue<Optional<StreamIndex>> requests = new LinkedBlockingQueue<>();
  private final Set<StreamIndex> requested = ConcurrentHashMap.newKeySet();
  private @Nullable Thread thread;
  private boolean closed;

  MergeThread(ThreadFactory threads, Runnable tidy) {
    this.threads = threads;
    this.tidy = tidy;
  }

  /** Asks for a merge of {@code index}, unless that has been asked for already. */
  void request(StreamIndex index) {
    if (requested.add(index)) {
      requests.add(Optional.of(index));
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
      Optional<StreamIndex> request = take();
      while (request.isPresent()) {
        merge(request.get());
        request = take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<StreamIndex> take() throws InterruptedException {
    Optional<Optional<StreamIndex>> request = poll();
    while (request.isEmpty()) {
      tidy.run();
      request = poll();
    }
    return request.get();
  }

  private Optional<Optional<StreamIndex>> poll() throws InterruptedException {
    return Optional.ofNullable(requests.poll(1, TimeUnit.SECONDS));
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
    requests.add(Optional.empty());
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
