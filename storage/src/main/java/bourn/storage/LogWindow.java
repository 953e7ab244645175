package bourn.storage;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A stretch of a segment mapped into memory, for small frames to be copied into.
 *
 * @param from where it begins in the segment
 * @param until where it ends
 */
record LogWindow(long from, long until, Arena arena, ByteBuffer bytes) implements AutoCloseable {

  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
  private static final int PAGE_BYTES = 4 << 10;

  /**
   * Maps {@code [from, until)} of the file of {@code channel}, which has its blocks, so that each
   * page can be written to at once: else the append that comes to a new page would pay for it
   * several times what its own bytes cost.
   */
  static LogWindow map(FileChannel channel, long from, long until) throws IOException {
    Arena arena = Arena.ofShared();
    MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, from, until - from, arena);
    touch(memory);
    return new LogWindow(from, until, arena, memory.asByteBuffer());
  }

  /**
   * Writes to each page what it holds, atomically, as the file may be written to meanwhile. No page
   * is read before: what a read maps, each page is mapped once more to be written to.
   */
  private static void touch(MemorySegment memory) {
    for (long at = 0; at + Integer.BYTES <= memory.byteSize(); at += PAGE_BYTES) {
      boolean _ = INT.compareAndSet(memory, at, 0, 0);
    }
  }

  /** Returns whether a frame in {@code [at, end)} lies in this. */
  boolean holds(long at, long end) {
    return from <= at && end <= until;
  }

  /** Copies {@code frame}, from its position to its limit, to {@code at} of the segment. */
  void put(ByteBuffer frame, long at) {
    bytes.put((int) (at - from), frame, frame.position(), frame.remaining());
  }

  @Override
  public void close() {
    arena.close();
  }
}
