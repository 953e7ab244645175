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

  /** Many streams have a pack that stays small, and one that fills up is copied a few times. */
  private static final long GROWTH = 4;

  private final long first;
  private MemorySegment memory;
  private long until;
  private final AtomicInteger length = new AtomicInteger();

  /** Begins a pack with {@code chunk}, which may stay the only one. */
  ChunkPack(Chunk chunk) {
    this(chunk, chunk.lengthBytes());
  }

  private ChunkPack(Chunk chunk, int leastBytes) {
    this(chunk.first(), leastBytes);
    append(chunk);
  }

  /** Begins a pack with {@code chunk} that will probably fill up, as the one before it did. */
  static ChunkPack full(Chunk chunk) {
    return new ChunkPack(chunk, PendingChunks.PACK_BYTES);
  }

  /** Begins a pack with {@code appends}. */
  ChunkPack(Backlog.Appends appends) {
    this(appends.first(), appends.lengthBytes());
    append(appends);
  }

  private ChunkPack(long first, int leastBytes) {
    this.first = first;
    memory = MemorySegment.ofArray(new byte[Math.max(FIRST_BYTES, leastBytes)]);
  }

  /** Adds the chunk after the last, or returns false when there is no room for it. */
  boolean add(Chunk chunk) {
    boolean room = hasRoom(chunk.lengthBytes());
    if (room) {
      append(chunk);
    }
    return room;
  }

  /** Adds the chunks after the last, or returns false when there is no room for them. */
  boolean add(Backlog.Appends appends) {
    boolean room = hasRoom(appends.lengthBytes());
    if (room) {
      append(appends);
    }
    return room;
  }

  private boolean hasRoom(int moreBytes) {
    return length.getPlain() + moreBytes <= PendingChunks.PACK_BYTES;
  }

  private void append(Chunk chunk) {
    int at = reserve(chunk.lengthBytes());
    chunk.copyTo(memory, at);
    release(at + chunk.lengthBytes(), chunk.until());
  }

  private void append(Backlog.Appends appends) {
    int at = reserve(appends.lengthBytes());
    appends.copyTo(memory, at);
    release(at + appends.lengthBytes(), appends.until());
  }

  /** Returns where the next bytes go, for which there is memory then. */
  private int reserve(int moreBytes) {
    int at = length.getPlain();
    if (at + moreBytes > memory.byteSize()) {
      grow(at, at + moreBytes);
    }
    return at;
  }

  private void release(int end, long until) {
    this.until = until;
    length.setRelease(end);
  }

  private void grow(int known, int required) {
    byte[] grown = new byte[Math.clamp(GROWTH * known, required, PendingChunks.PACK_BYTES)];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, grown, 0, known);
    memory = MemorySegment.ofArray(grown);
  }

  /** Returns the bytes of all chunks; called by who adds, as all but {@link #chunk}. */
  int lengthBytes() {
    return length.getPlain();
  }

  /** Returns a copy of the bytes of all chunks. */
  byte[] toBytes() {
    return toBytes(0, length.getPlain());
  }

  /**
   * Copies the chunks in {@code [from, to)}, which are added already, to {@code at} of a memory.
   */
  void copyTo(int from, int to, MemorySegment target, long at) {
    MemorySegment.copy(memory, from, target, at, to - from);
  }

  /** Returns a copy of the bytes of the chunks in {@code [from, to)}, which are added already. */
  byte[] toBytes(int from, int to) {
    return memory.asSlice(from, to - from).toArray(ValueLayout.JAVA_BYTE);
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
