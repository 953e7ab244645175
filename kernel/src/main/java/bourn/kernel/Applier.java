package bourn.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Writes commits to the state behind the append, on a thread of its own. */
final class Applier {

  /*
   * Commits wait in a queue until enough of them are together to be worth a write. A chunk leaves
   * the live tail only after it was written, oldest first and only while the live tails are larger
   * than they may be; so a reader finds every chunk in one of the two places, or in both.
   *
   * Appends wake this only when there was none for a while; as long as they come, it looks for
   * itself whether enough wait: waking a thread costs an append a thousand times what its bytes do.
   *
   * The state is flushed, and the log released, only up to commits that are synced: what the state
   * keeps through a loss of power, the log has kept too. That is the flusher's; it is waited for
   * only when the log to be replayed after a crash would become too long. What was removed from the
   * state is flushed soon too, as only then its storage can be given back.
   */

  /** How many times the bytes that begin a flush may be unflushed before appends wait for it. */
  private static final int MOST_FLUSHES_BEHIND = 8;

  /** The time between two looks at the backlog while commits come. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** The time between two flushes of what was removed. */
  private static final long FREE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Fold fold;
  private final Flusher flusher;
  private final Fuse fuse;
  private final Tuning tuning;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final TailTrimmer trimmer;
  private final Thread thread;
  private final Backlog backlog;
  private List<Edit> edits = new ArrayList<>();
  private List<CountDownLatch> flushes = new ArrayList<>();
  private long unflushedBytes;
  private boolean frees;
  private long flushNanos;
  private volatile long applied;
  private boolean closed;

  /** A change that waits, and what tells that it is written. */
  private record Edit(StateEdit edit, CountDownLatch written) {}

  Applier(
      Fold fold,
      Flusher flusher,
      Publication publication,
      Fuse fuse,
      Tuning tuning,
      Environment environment) {
    this.fold = fold;
    this.flusher = flusher;
    this.backlog = publication.backlog();
    this.trimmer = new TailTrimmer(publication, tuning.liveBytes());
    this.fuse = fuse;
    this.tuning = tuning;
    this.applied = fold.kernel().applied();
    this.flushNanos = System.nanoTime() - FREE_NANOS;
    this.thread = environment.threads().newThread(this::applyUntilClosed);
  }

  void start() {
    flusher.start();
    thread.start();
  }

  /** Returns the number of the last commit that the state has. */
  long applied() {
    return applied;
  }

  /** Waits while the state is too far behind. */
  void awaitRoom() {
    if (!backlog.behind()) {
      return;
    }
    lock.lock();
    try {
      while (backlog.behind()) {
        fuse.check();
        work.signal();
        room.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Has this look at the backlog, which it sleeps over. */
  void wake() {
    lock.lock();
    try {
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes in a change of what the state has by now, and has durably in the log. */
  CountDownLatch offer(StateEdit edit) {
    CountDownLatch written = new CountDownLatch(1);
    lock.lock();
    try {
      edits.add(new Edit(edit, written));
      work.signal();
    } finally {
      lock.unlock();
    }
    return written;
  }

  /**
   * Does as {@link #offer(StateEdit)}, and returns when the state has the change.
   *
   * @throws StorageException if the disk failed
   */
  void run(StateEdit edit) {
    CountDownLatch written = offer(edit);
    try {
      while (!written.await(100, TimeUnit.MILLISECONDS)) {
        fuse.check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("a thread of the kernel was interrupted", e);
    }
  }

  /**
   * Has the state flushed and the log let go of all that the state has by now, waiting for both.
   */
  CountDownLatch flush() {
    CountDownLatch flushed = new CountDownLatch(1);
    lock.lock();
    try {
      flushes.add(flushed);
      work.signal();
    } finally {
      lock.unlock();
    }
    return flushed;
  }

  /** Waits until the state has commit {@code number}, for that time at most. */
  void awaitApplied(long number, long millis) {
    long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lock();
    try {
      while (applied < number && nanos > 0) {
        work.signal();
        nanos = room.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("a wait for the state was interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  private void applyUntilClosed() {
    try {
      while (awaitWork()) {
        takeEdits().forEach(this::write);
        apply(backlog.take());
        flushAll(takeFlushes());
        flushWhatFrees();
      }
    } catch (RuntimeException | Error | InterruptedException e) {
      fuse.blow(e);
      makeRoom(0);
    }
  }

  /** Returns true as soon as enough waits, false once this is closed and nothing does. */
  private boolean awaitWork() throws InterruptedException {
    lock.lock();
    try {
      long gather = TimeUnit.MILLISECONDS.toNanos(tuning.gatherMillis());
      if (!look(gather) && !backlog.some()) {
        backlog.idle();
        while (!backlog.some() && !isAsked() && !closed) {
          if (!frees) {
            work.await();
          } else if (work.awaitNanos(flushNanos + FREE_NANOS - System.nanoTime()) <= 0) {
            return true;
          }
        }
        boolean _ = look(gather);
      }
      return backlog.some() || isAsked();
    } finally {
      lock.unlock();
    }
  }

  /** Looks again and again whether there is enough to do, for that time. */
  private boolean look(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      if (backlog.enough() || isAsked() || closed) {
        return true;
      }
      work.awaitNanos(Math.min(left, LOOK_NANOS));
    }
    return false;
  }

  private boolean isAsked() {
    return !edits.isEmpty() || !flushes.isEmpty();
  }

  private List<CountDownLatch> takeFlushes() {
    lock.lock();
    try {
      List<CountDownLatch> taken = flushes;
      flushes = new ArrayList<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void flushAll(List<CountDownLatch> waiting) {
    if (!waiting.isEmpty()) {
      flusher.awaitIdle();
      beginFlush();
      flusher.awaitIdle();
      fuse.check();
      waiting.forEach(CountDownLatch::countDown);
    }
  }

  private List<Edit> takeEdits() {
    lock.lock();
    try {
      List<Edit> taken = edits;
      edits = new ArrayList<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void write(Edit edit) {
    fuse.check();
    fold.write(edit.edit());
    frees |= edit.edit().frees();
    edit.written().countDown();
  }

  private void apply(List<Backlog.Item> commits) {
    fuse.check();
    if (commits.isEmpty()) {
      return;
    }
    long countedBytes = 0;
    for (Backlog.Item commit : commits) {
      fold.apply(commit);
      countedBytes += commit.countedBytes();
      if (fold.pendingBytes() >= 4 * tuning.gatherBytes()) {
        write(countedBytes);
        countedBytes = 0;
      }
    }
    write(countedBytes);
    trim(commits);
    if (unflushedBytes > tuning.unflushedBytes()) {
      beginFlush();
    }
  }

  private void write(long countedBytes) {
    unflushedBytes += fold.pendingBytes();
    fold.write();
    applied = fold.kernel().applied();
    makeRoom(countedBytes);
  }

  private void makeRoom(long countedBytes) {
    backlog.applied(countedBytes);
    lock.lock();
    try {
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void trim(List<Backlog.Item> commits) {
    commits.forEach(trimmer::add);
    trimmer.trim();
  }

  private void flushWhatFrees() {
    if (frees && System.nanoTime() - flushNanos >= FREE_NANOS) {
      beginFlush();
    }
  }

  private void beginFlush() {
    flushNanos = System.nanoTime();
    if (unflushedBytes > MOST_FLUSHES_BEHIND * tuning.unflushedBytes()) {
      flusher.awaitIdle();
    }
    if (flusher.begin(new Flusher.Target(fold.kernel().applied(), fold.usage()))) {
      unflushedBytes = 0;
      frees = false;
    }
  }

  /** Applies what waits, flushes the state unless the disk failed, and ends. */
  void close() throws InterruptedException {
    lock.lock();
    try {
      closed = true;
      work.signal();
    } finally {
      lock.unlock();
    }
    thread.join();
    flusher.awaitIdle();
    if (!fuse.blown()) {
      beginFlush();
    }
    flusher.close();
  }
}
