package bourn.kernel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A commit log on the heap that can lose its power, and then has only what was synced. */
final class PowerLossLog implements CommitLog {

  private final List<byte[]> frames = new ArrayList<>();
  private int synced;

  /** Returns what a loss of power at this moment leaves, and {@code more} frames after it. */
  synchronized PowerLossLog afterPowerLoss(int more) {
    PowerLossLog left = new PowerLossLog();
    left.frames.addAll(frames.subList(0, Math.min(frames.size(), synced + more)));
    left.synced = left.frames.size();
    return left;
  }

  @Override
  public synchronized long append(ByteBuffer... commit) {
    int length = 0;
    for (ByteBuffer buffer : commit) {
      length += buffer.remaining();
    }
    ByteBuffer frame = ByteBuffer.allocate(length);
    for (ByteBuffer buffer : commit) {
      frame.put(buffer.duplicate());
    }
    frames.add(frame.array());
    return frames.size();
  }

  @Override
  public synchronized long sync() {
    synced = frames.size();
    return synced;
  }

  @Override
  public synchronized long synced() {
    return synced;
  }

  @Override
  public synchronized long last() {
    return frames.size();
  }

  @Override
  public synchronized void replay(long after, Visitor visitor) {
    for (int i = (int) after; i < frames.size(); i++) {
      visitor.visit(i + 1, ByteBuffer.wrap(frames.get(i)).asReadOnlyBuffer());
    }
  }

  @Override
  public void release(long until) {}

  @Override
  public void close() {}
}
