package bourn.kernel;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** A commit log on the heap whose disk can be made to fail. */
final class FailingLog implements CommitLog {

  final AtomicBoolean appendsFail = new AtomicBoolean();
  final AtomicBoolean syncsFail = new AtomicBoolean();
  private final HeapCommitLog log = new HeapCommitLog();

  private static void failIf(AtomicBoolean failing, String what) {
    if (failing.get()) {
      throw new StorageException("no space left to " + what + " /disk/1.log");
    }
  }

  @Override
  public long append(ByteBuffer... commit) {
    failIf(appendsFail, "append to");
    return log.append(commit);
  }

  @Override
  public long sync() {
    failIf(syncsFail, "sync");
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
