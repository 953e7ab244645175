package bourn.kernel;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** A commit log on the heap whose disk can be made to fail, and to wait. */
final class FailingLog implements CommitLog {

  final AtomicBoolean appendsFail = new AtomicBoolean();
  final AtomicBoolean syncsFail = new AtomicBoolean();

  /** Appends wait for this. */
  final AtomicReference<CountDownLatch> open = new AtomicReference<>(new CountDownLatch(0));

  /** Syncs wait for this. */
  final AtomicReference<CountDownLatch> syncsOpen = new AtomicReference<>(new CountDownLatch(0));

  /** Syncs take as long, in milliseconds. */
  final AtomicLong syncMillis = new AtomicLong();

  private final HeapCommitLog log = new HeapCommitLog();

  private static void failIf(AtomicBoolean failing, String what) {
    if (failing.get()) {
      throw new StorageException("no space left to " + what + " /disk/1.log");
    }
  }

  @Override
  public long append(ByteBuffer... commit) {
    failIf(appendsFail, "append to");
    await(open.get());
    return log.append(commit);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new StorageException("interrupted", e);
    }
  }

  @Override
  public long sync() {
    failIf(syncsFail, "sync");
    await(syncsOpen.get());
    LockSupport.parkUntil(System.currentTimeMillis() + syncMillis.get());
    return log.sync();
  }

  @Override
  public long synced() {
    return log.synced();
  }

  @Override
  public long last() {
    return log.last();
  }

  @Override
  public void replay(long after, Visitor visitor) {
    log.replay(after, visitor);
  }

  @Override
  public void release(long until) {
    log.release(until);
  }

  @Override
  public void close() {}
}
