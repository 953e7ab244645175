package bourn.kernel;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Commits on the heap, guarded by one lock. Closing keeps them, so that a kernel can be opened over
 * them again.
 */
final class HeapCommitLog implements CommitLog {

  private record Frame(long number, byte[] commit) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Frame> frames = new ArrayDeque<>();
  private long last;
  private long synced;
  private long released;

  @Override
  public long append(ByteBuffer... commit) {
    lock.lock();
    try {
      frames.add(new Frame(++last, joined(commit)));
      return last;
    } finally {
      lock.unlock();
    }
  }

  private static byte[] joined(ByteBuffer... commit) {
    int lengthBytes = 0;
    for (ByteBuffer buffer : commit) {
      lengthBytes += buffer.remaining();
    }
    ByteBuffer joined = ByteBuffer.allocate(lengthBytes);
    for (ByteBuffer buffer : commit) {
      joined.put(buffer.duplicate());
    }
    return joined.array();
  }

  @Override
  public long sync() {
    lock.lock();
    try {
      synced = last;
      return synced;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long synced() {
    lock.lock();
    try {
      return synced;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long last() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void replay(long after, Visitor visitor) {
    for (Frame frame : framesAfter(after)) {
      visitor.visit(frame.number(), ByteBuffer.wrap(frame.commit()).asReadOnlyBuffer());
    }
  }

  private List<Frame> framesAfter(long after) {
    lock.lock();
    try {
      if (after < released) {
        throw new StorageException(
            "commits up to "
                + released
                + " were released; a replay after "
                + after
                + " needs them");
      }
      return frames.stream().filter(frame -> frame.number() > after).toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void release(long until) {
    lock.lock();
    try {
      frames.removeIf(frame -> frame.number() <= until);
      released = Math.max(released, until);
      last = Math.max(last, until);
      synced = Math.max(synced, until);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {}
}
