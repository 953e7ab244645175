package bourn.kernel;

import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Commits what waits, one group at a time. */
final class Committer {

  /*
   * Whoever finds the committer free commits, its own request first and then those of everyone
   * waiting; others queue. A platform thread commits in its own call, a virtual thread through the
   * committer's thread, since a write to a file would hold its carrier. Who finds the committer
   * busy leaves: the one at work looks at the queue once more after it has let go of the lock, so
   * nothing stays behind. If it has to sync first it has the committer's thread look: only those
   * who asked for a sync wait for one.
   *
   * A group is one frame of the log. Its requests are decided in order, each seeing the ones before
   * it, and nothing of it is visible before the frame is in the log. When the log fails, the tails
   * decided so far are wrong; that does no harm, as the fuse blows and nothing is decided again.
   */

  private static final int ROUNDS = 16;
  private static final String CLOSED = "the kernel is closed";

  private final CommitLog log;
  private final Publication publication;
  private final Applier applier;
  private final Syncer syncer;
  private final Fuse fuse;
  private final HybridClock clock;
  private final long origin;
  private final Outputs outputs;
  private final ReentrantLock committing = new ReentrantLock();
  private final Queue<Request<?>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable CommitGroup> free = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean closed;
  private boolean ended;

  Committer(
      CommitLog log,
      Publication publication,
      Applier applier,
      Syncer syncer,
      Fuse fuse,
      HybridClock clock,
      long origin,
      Outputs outputs,
      Environment environment) {
    this.log = log;
    this.publication = publication;
    this.applier = applier;
    this.syncer = syncer;
    this.fuse = fuse;
    this.clock = clock;
    this.origin = origin;
    this.outputs = outputs;
    this.thread = environment.threads().newThread(this::commitUntilClosed);
  }

  void start() {
    thread.start();
  }

  /**
   * Commits {@code request} and returns its outcome.
   *
   * @throws StorageException if the disk failed before
   * @throws IllegalStateException if the kernel is closed
   */
  <T> T run(Request<T> request) {
    if (Thread.currentThread().isVirtual()) {
      request.ofVirtualThread();
      submit(request);
    } else {
      commit(request);
    }
    return outcome(request);
  }

  /** Commits {@code request}, or has it committed by whoever is at it; then it completes later. */
  void commit(Request<?> request) {
    fuse.check();
    if (committing.tryLock()) {
      commitHoldingLock(request);
    } else {
      enqueue(request);
    }
    commitWaiting();
  }

  /** Commits {@code request} on the committer's thread; it completes later. */
  void submit(Request<?> request) {
    enqueue(request);
    LockSupport.unpark(thread);
  }

  private static <T> T outcome(Request<T> request) {
    try {
      return request.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void enqueue(Request<?> request) {
    fuse.check();
    waiting.add(request);
    if (closed) {
      refuseWaiting(new IllegalStateException(CLOSED));
    }
  }

  private void refuseWaiting(RuntimeException why) {
    Request<?> request;
    while ((request = waiting.poll()) != null) {
      request.completeExceptionally(why);
    }
  }

  private void commitUntilClosed() {
    while (!closed) {
      commitWaiting();
      if (!closed) {
        LockSupport.park(this);
      }
    }
  }

  private void commitWaiting() {
    for (int round = 0; !waiting.isEmpty() && committing.tryLock(); round++) {
      commitHoldingLock(null);
      if (round == ROUNDS) {
        LockSupport.unpark(thread);
        return;
      }
    }
  }

  /** Commits {@code request}, if there is one, and what waits, and lets go of the lock. */
  private void commitHoldingLock(@Nullable Request<?> request) {
    CommitGroup group = takeFree();
    long number;
    try {
      clock.read();
      number = gather(request, group) ? commit(group) : -1;
    } finally {
      committing.unlock();
    }
    settle(group, number);
    if (group.clear()) {
      free.setRelease(group);
    }
  }

  /** Returns an empty group, the one that was used last if it is free. */
  private CommitGroup takeFree() {
    CommitGroup group = free.getAcquire();
    free.setPlain(null);
    return group == null ? new CommitGroup(clock, origin, outputs) : group;
  }

  /** Decides {@code first}, if there is one, and what waits; returns false when that broke. */
  private boolean gather(@Nullable Request<?> first, CommitGroup group) {
    try {
      decide(first, group);
      return true;
    } catch (RuntimeException | Error e) {
      fuse.blow(e);
      return false;
    }
  }

  private void decide(@Nullable Request<?> first, CommitGroup group) {
    Request<?> request = first == null ? waiting.poll() : first;
    while (request != null) {
      if (fuse.blown()) {
        request.completeExceptionally(fuse.refusal());
      } else if (ended) {
        request.completeExceptionally(new IllegalStateException(CLOSED));
      } else {
        group.admit(request);
      }
      request = group.lengthBytes() < CommitGroup.ENOUGH_BYTES ? waiting.poll() : null;
    }
  }

  /** Returns the number of the commit, 0 when nothing changed, -1 when the disk failed. */
  private long commit(CommitGroup group) {
    if (group.entries().isEmpty()) {
      return 0;
    }
    try {
      applier.awaitRoom();
      long number = log.append(CommitCodec.encode(group.entries()));
      group.moveInto(log);
      boolean wakesApplier = publication.publish(number, log.address(), group);
      if (!group.awaitsSync()) {
        syncer.committed();
      }
      if (wakesApplier) {
        applier.wake();
      }
      return number;
    } catch (RuntimeException | Error e) {
      fuse.blow(e);
      return -1;
    }
  }

  private void settle(CommitGroup group, long number) {
    boolean syncs = false;
    for (int i = 0; i < group.decided().size(); i++) {
      Request<?> request = group.decided().get(i);
      if (number < 0) {
        request.fail(String.valueOf(fuse.refusal().getMessage()));
      } else if (request.awaitsSync()) {
        syncer.awaitSync(request);
        syncs = true;
      } else {
        request.settle();
      }
    }
    if (syncs) {
      sync();
    }
  }

  private void sync() {
    if (thread.equals(Thread.currentThread())) {
      syncer.wake();
      return;
    }
    if (!waiting.isEmpty()) {
      LockSupport.unpark(thread);
    }
    syncer.syncWaiting();
  }

  /** Commits what waits, then {@code last}, and accepts nothing more. */
  void close(Request<?> last) {
    closed = true;
    do {
      committing.lock();
      commitHoldingLock(null);
    } while (!waiting.isEmpty());
    committing.lock();
    commitLast(last);
    LockSupport.unpark(thread);
  }

  private void commitLast(Request<?> last) {
    CommitGroup group = new CommitGroup(clock, origin, outputs);
    long number;
    try {
      ended = true;
      if (fuse.blown()) {
        last.completeExceptionally(fuse.refusal());
      } else {
        group.admit(last);
      }
      number = commit(group);
    } finally {
      committing.unlock();
    }
    settle(group, number);
  }
}
