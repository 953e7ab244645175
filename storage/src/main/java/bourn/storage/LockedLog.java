package bourn.storage;

import bourn.kernel.CommitLog;
import java.nio.ByteBuffer;

/** A commit log that lets go of the lock of its store when it is closed. */
record LockedLog(CommitLog log, StoreLock lock) implements CommitLog {

  @Override
  public long append(ByteBuffer... commit) {
    return log.append(commit);
  }

  @Override
  public long sync() {
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
  public void close() {
    try (lock) {
      log.close();
    }
  }
}
