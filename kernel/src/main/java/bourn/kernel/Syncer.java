package bourn.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes commits durable: one sync for all who wait when it begins. */
final class Syncer {

  /*
   * A platform thread that waits for its commit and finds no sync under way syncs for everyone who
   * waits, in its own call, which spares waking another thread and being woken by it. Who comes
   * while a sync is under way is left to this thread of its own, as are virtual threads and
   * commits for which nobody waits. Whoever has synced looks for those who came in the meantime
   * only after it has let go of the lock, so nobody is forgotten.
   *
   * To tell many takes as long as a sync. Virtual threads are told by one of them, which wakes
   * them for less, while the next sync is under way. Nobody else is: a virtual thread has to wait
   * for a carrier, and others must not.
   */

  /** Commits for which nobody waits are synced after this time. */
  private static final long IDLE_NANOS = 1_000_000_000L;

  /**
   * Who waits for a sync.
   *
   * @param told how it went: null, or why it failed
   * @param virtual whether that wakes a virtual thread and does nothing else
   */
  private record Waiter(Consumer<@Nullable Throwable> told, boolean virtual) {}

  private final CommitLog log;
  private final Publication publication;
  private final Fuse fuse;
  private final ReentrantLock syncing = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Thread thread;
  private List<Waiter> waiting = new ArrayList<>();
  private volatile boolean idle = true;
  private boolean closed;

  Syncer(CommitLog log, Publication publication, Fuse fuse, Environment environment) {
    this.log = log;
    this.publication = publication;
    this.fuse = fuse;
    this.thread = environment.threads().newThread(this::syncUntilClosed);
  }

  void start() {
    thread.start();
  }

  /**
   * Settles {@code request}, whose commit is in the log, when it is durable. Somebody has to call
   * {@link #syncWaiting} or {@link #wake} then.
   */
  void awaitSync(Request<?> request) {
    add(
        new Waiter(
            failure -> {
              if (failure == null) {
                request.settle();
              } else {
                request.fail(String.valueOf(failure.getMessage()));
              }
            },
            request.isOfVirtualThread()));
  }

  /**
   * Returns when everything in the log is durable.
   *
   * @throws StorageException if the disk failed
   */
  void sync() {
    fuse.check();
    if (log.synced() >= log.last()) {
      return;
    }
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    add(new Waiter(failure -> done.complete(failure == null), false));
    wake();
    boolean synced = done.join();
    fuse.check();
    if (!synced) {
      throw new IllegalStateException("the kernel is closed");
    }
  }

  private void add(Waiter waiter) {
    lock.lock();
    try {
      if (!closed) {
        waiting.add(waiter);
        return;
      }
    } finally {
      lock.unlock();
    }
    waiter.told().accept(new IllegalStateException("the kernel is closed"));
  }

  /** Syncs for those who wait, on this thread, unless a sync is under way. Blocks for the disk. */
  void syncWaiting() {
    if (syncing.tryLock()) {
      syncHoldingLock();
    }
    wake();
  }

  /** Has the thread look for those who wait. */
  void wake() {
    lock.lock();
    try {
      if (!waiting.isEmpty()) {
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Syncs for those who wait, and tells them once it has let go of the lock. */
  private void syncHoldingLock() {
    List<Waiter> waiters;
    Throwable failure;
    try {
      waiters = take();
      failure = sync(publication.takeUnsynced());
    } finally {
      syncing.unlock();
    }
    List<Waiter> virtual = waiters.stream().filter(Waiter::virtual).toList();
    if (!virtual.isEmpty()) {
      Thread.startVirtualThread(() -> virtual.forEach(waiter -> waiter.told().accept(failure)));
    }
    waiters.forEach(
        waiter -> {
          if (!waiter.virtual()) {
            waiter.told().accept(failure);
          }
        });
  }

  /** Notes that a commit is in the log; it is synced soon, even if nobody waits for it. */
  void committed() {
    if (idle) {
      lock.lock();
      try {
        idle = false;
        work.signal();
      } finally {
        lock.unlock();
      }
    }
  }

  private void syncUntilClosed() {
    while (awaitWork()) {
      syncing.lock();
      syncHoldingLock();
    }
  }

  /** Returns true when there is something to sync, false once this is closed and there is not. */
  private boolean awaitWork() {
    lock.lock();
    try {
      while (waiting.isEmpty() && idle && !closed) {
        work.awaitUninterruptibly();
      }
      long nanos = IDLE_NANOS;
      while (waiting.isEmpty() && !closed && nanos > 0) {
        nanos = work.awaitNanos(nanos);
      }
      return !waiting.isEmpty() || !closed;
    } catch (InterruptedException e) {
      return true;
    } finally {
      lock.unlock();
    }
  }

  private List<Waiter> take() {
    lock.lock();
    try {
      idle = true;
      List<Waiter> taken = waiting;
      waiting = new ArrayList<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Throwable sync(List<Publication.Mark> marks) {
    try {
      fuse.check();
      log.sync();
      marks.forEach(mark -> mark.stream().publishDurable(mark.tail()));
      return null;
    } catch (RuntimeException | Error e) {
      fuse.blow(e);
      return e;
    }
  }

  /** Syncs for those who wait, and ends. */
  void close() throws InterruptedException {
    lock.lock();
    try {
      closed = true;
      work.signal();
    } finally {
      lock.unlock();
    }
    thread.join();
  }
}
