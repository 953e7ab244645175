package bourn.storage;

import bourn.kernel.CommitLog;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;

/**
 * A commit log that lets go of the lock of its store when it is closed.
 *
 * @param stateOpen whether the state is open: if it still is then, as somebody reads it, the lock
 *     is kept until this process ends
 */
record LockedLog(CommitLog log, StoreLock lock, BooleanSupplier stateOpen) implements CommitLog {

  @Override
  public long append(ByteBuffer... commit) {
    return log.append(commit);
  }

  @Override
  public long address() {
    return log.address();
  }

  @Override
  public MemorySegment read(long address, long lengthBytes) {
    return log.read(address, lengthBytes);
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
  public void release(long until, LongPredicate kept) {
    log.release(until, kept);
  }

  @Override
  public void turn() {
    log.turn();
  }

  @Override
  public Map<Long, Long> kept() {
    return log.kept();
  }

  @Override
  public void visit(long part, PartVisitor visitor) {
    log.visit(part, visitor);
  }

  @Override
  public void close() {
    try {
      log.close();
    } finally {
      if (!stateOpen.getAsBoolean()) {
        lock.close();
      }
    }
  }
}
