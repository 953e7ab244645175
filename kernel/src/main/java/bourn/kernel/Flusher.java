package bourn.kernel;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Flushes the state behind the applier and releases the log, on a thread of its own. */
final class Flusher {

  /*
   * A flush takes as long as the disk needs for all that was written since the one before, and the
   * applier goes on meanwhile. What it writes meanwhile may be flushed too, which does no harm: the
   * log is released up to the commit that was the last one when the flush was asked for, and keeps
   * the parts in which chunks stayed then.
   */

  /**
   * What is to be released.
   *
   * @param number of the last commit that the state has
   * @param usage where chunks lie then
   */
  record Target(long number, Usage.Snapshot usage) {}

  private final KeyValue state;
  private final CommitLog log;
  private final Syncer syncer;
  private final Fuse fuse;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private Consumer<Usage.Snapshot> then = usage -> {};
  private @Nullable Target next;
  private boolean closed;

  Flusher(KeyValue state, CommitLog log, Syncer syncer, Fuse fuse, Environment environment) {
    this.state = state;
    this.log = log;
    this.syncer = syncer;
    this.fuse = fuse;
    this.thread = environment.threads().newThread(this::flushUntilClosed);
  }

  /** Has {@code then} told of every flush; to be called before {@link #start}. */
  void onFlush(Consumer<Usage.Snapshot> then) {
    this.then = then;
  }

  void start() {
    thread.start();
  }

  /** Begins a flush, and returns true, unless one is under way. */
  boolean begin(Target target) {
    lock.lock();
    try {
      if (next != null) {
        return false;
      }
      next = target;
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no flush is under way. */
  void awaitIdle() {
    lock.lock();
    try {
      while (next != null) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns what to flush; null once this is closed. */
  private @Nullable Target take() {
    lock.lock();
    try {
      while (next == null && !closed) {
        changed.awaitUninterruptibly();
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void flushUntilClosed() {
    Target target = take();
    while (target != null) {
      flush(target);
      end();
      target = take();
    }
  }

  private void flush(Target target) {
    try {
      fuse.check();
      syncer.sync();
      state.flush();
      log.release(target.number(), target.usage().parts()::containsKey);
      then.accept(target.usage());
    } catch (RuntimeException | Error e) {
      fuse.blow(e);
    }
  }

  private void end() {
    lock.lock();
    try {
      next = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends after the flush under way, if there is one. */
  void close() throws InterruptedException {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    thread.join();
  }
}
