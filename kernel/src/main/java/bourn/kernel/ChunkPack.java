package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Small chunks of one stream, back to back in memory. Grows while readers walk in it. */
final class ChunkPack {

  /*
   * One thread at a time adds. Bytes are copied in before the length that covers them is released,
   * and a reader acquires the length before it takes the memory: what it sees lies before that
   * length and never changes, in whichever memory it finds it. Readers need nothing else.
   */

  private static final int FIRST_BYTES = 512;

  private final long first;
  private MemorySegment memory;
  private long until;
  private final AtomicInteger length = new AtomicInteger();

  /**
   * Begins a pack with {@code chunk}.
   *
   * @param soonFull whether much more is expected
   */
  ChunkPack(Chunk chunk, boolean soonFull) {
    first = chunk.first();
    int least = soonFull ? PendingChunks.PACK_BYTES : FIRST_BYTES;
    memory = MemorySegment.ofArray(new byte[Math.max(least, chunk.lengthBytes())]);
    append(chunk);
  }

  /** Adds the chunk after the last, or returns false when there is no room for it. */
  boolean add(Chunk chunk) {
    if (length.getPlain() + chunk.lengthBytes() > PendingChunks.PACK_BYTES) {
      return false;
    }
    append(chunk);
    return true;
  }

  private void append(Chunk chunk) {
    int at = length.getPlain();
    int end = at + chunk.lengthBytes();
    if (end > memory.byteSize()) {
      grow(at, end);
    }
    chunk.copyTo(memory, at);
    until = chunk.until();
    length.setRelease(end);
  }

  private void grow(int known, int required) {
    byte[] grown = new byte[Math.clamp(2L * known, required, PendingChunks.PACK_BYTES)];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, grown, 0, known);
    memory = MemorySegment.ofArray(grown);
  }

  /** Returns the bytes of all chunks; called by who adds, as all but {@link #chunk}. */
  int lengthBytes() {
    return length.getPlain();
  }

  /** Returns a copy of the bytes of all chunks. */
  byte[] toBytes() {
    return memory.asSlice(0, length.getPlain()).toArray(ValueLayout.JAVA_BYTE);
  }

  long first() {
    return first;
  }

  long until() {
    return until;
  }

  /** Returns the chunk that begins at byte {@code at}, or null when there is none, yet. */
  @Nullable Chunk chunk(int at) {
    return at < length.getAcquire() ? ChunkHeader.view(memory, at) : null;
  }

  /** Returns the byte at which the chunk begins that holds {@code offset}, which is here. */
  int position(long offset) {
    int at = 0;
    long reached = first + ChunkHeader.count(memory, at);
    while (reached <= offset) {
      at += ChunkHeader.lengthBytes(memory, at);
      reached += ChunkHeader.count(memory, at);
    }
    return at;
  }
}
