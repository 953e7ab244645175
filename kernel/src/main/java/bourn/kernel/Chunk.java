package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of consecutive events of one stream with one stamp. The same bytes, header and body, lie in
 * the commit log, in the live tail and in the state; they are shared and never modified.
 */
final class Chunk {

  private final long incarnation;
  private final long first;
  private final int count;
  private final Stamp stamp;
  private final MemorySegment memory;
  private final long start;
  private final int headerBytes;
  private final int bodyBytes;
  private @Nullable MemorySegment body;
  private @Nullable ByteBuffer buffer;

  /**
   * Makes a chunk.
   *
   * @param incarnation of the stream
   * @param first the offset of the first event
   * @param count the number of events
   * @param stamp of all its events
   * @param memory in which header and body lie, one after the other
   * @param start where in {@code memory} they begin
   */
  Chunk(
      long incarnation,
      long first,
      int count,
      Stamp stamp,
      MemorySegment memory,
      long start,
      int headerBytes,
      int bodyBytes) {
    this.incarnation = incarnation;
    this.first = first;
    this.count = count;
    this.stamp = stamp;
    this.memory = memory;
    this.start = start;
    this.headerBytes = headerBytes;
    this.bodyBytes = bodyBytes;
  }

  /** Returns {@code batch} as it stands at {@code first} of a stream, in the memory it has. */
  static Chunk seal(long incarnation, long first, Stamp stamp, Batch batch) {
    int bodyBytes = batch.bodyBytes();
    ValueOutput output = batch.output;
    ChunkHeader.write(output.array(), incarnation, first, batch.count, stamp, bodyBytes, batch.crc);
    Chunk chunk =
        new Chunk(
            incarnation,
            first,
            batch.count,
            stamp,
            output.memory(),
            0,
            batch.headerBytes,
            bodyBytes);
    chunk.buffer = output.buffer();
    return chunk;
  }

  long incarnation() {
    return incarnation;
  }

  /** Returns the offset of the first event. */
  long first() {
    return first;
  }

  /** Returns the number of events. */
  int count() {
    return count;
  }

  Stamp stamp() {
    return stamp;
  }

  /** Returns the offset after the last event. */
  long until() {
    return first + count;
  }

  /** Returns whether the event at {@code offset} is one of these. */
  boolean holds(long offset) {
    return first <= offset && offset < first + count;
  }

  /** Returns whether compaction took all of these. */
  boolean isHole() {
    return ChunkHeader.isHole(memory, start);
  }

  int lengthBytes() {
    return headerBytes + bodyBytes;
  }

  /** Returns header and body. */
  MemorySegment bytes() {
    return memory.asSlice(start, lengthBytes());
  }

  /** Returns header and body for a thread that copies them, before anyone asks again. */
  ByteBuffer buffer() {
    return buffer == null
        ? bytes().asByteBuffer()
        : buffer.limit((int) start + lengthBytes()).position((int) start);
  }

  /** Returns the events, in the format of the stream: each time the same object. */
  MemorySegment body() {
    MemorySegment made = body;
    if (made == null) {
      made = memory.asSlice(start + headerBytes, bodyBytes);
      body = made;
    }
    return made;
  }

  /** Copies header and body into {@code target} from {@code at} on, and returns their end. */
  long copyTo(MemorySegment target, long at) {
    MemorySegment.copy(memory, start, target, at, lengthBytes());
    return at + lengthBytes();
  }

  /** Returns the bytes of {@code chunks}, back to back. */
  static byte[] pack(List<Chunk> chunks) {
    byte[] pack = new byte[chunks.stream().mapToInt(Chunk::lengthBytes).sum()];
    long at = 0;
    for (Chunk chunk : chunks) {
      at = chunk.copyTo(MemorySegment.ofArray(pack), at);
    }
    return pack;
  }

  /**
   * Returns the chunks that lie in {@code pack}, sharing it: the first at its start, the last at
   * its end, and perhaps other bytes between them.
   *
   * @throws DamageException if one is not valid
   */
  static List<Chunk> unpack(MemorySegment pack) {
    List<Chunk> chunks = new ArrayList<>();
    long at = 0;
    while (at < pack.byteSize()) {
      Chunk chunk =
          ChunkHeader.read(pack, at == 0 ? 0 : Math.max(at, ChunkHeader.search(pack, at)));
      if (!chunks.isEmpty() && chunks.getLast().until() != chunk.first()) {
        throw missing(chunks.getLast().until());
      }
      chunks.add(chunk);
      at = chunk.start + chunk.lengthBytes();
    }
    return chunks;
  }

  /** Returns what says that there is no chunk of {@code offset} where there has to be one. */
  static DamageException missing(long offset) {
    return new DamageException("the bytes of the chunk of offset " + offset + " are damaged");
  }

  /** Returns a chunk with the stamp of this, of {@code count} events in {@code body}. */
  Chunk resealed(long newFirst, int newCount, byte[] newBody) {
    int causes = stamp.causes().size();
    return seal(incarnation, newFirst, stamp, Batch.of(newCount, newBody, causes));
  }

  /** Returns this chunk with its bytes in {@code bytes}, which hold the same. */
  Chunk in(MemorySegment bytes) {
    return new Chunk(incarnation, first, count, stamp, bytes, 0, headerBytes, bodyBytes);
  }

  @Override
  public String toString() {
    return "chunk of " + incarnation + " [" + first + ", " + until() + ")";
  }

  /**
   * Events in the format of their stream that have no place in it yet; made by the caller of an
   * append, so that the committer touches no event.
   *
   * @param count the number of events
   * @param output room for a header, then the body; nobody else uses it until this lies elsewhere
   * @param headerBytes of that room
   * @param crc the CRC32C of the body
   */
  record Batch(int count, ValueOutput output, int headerBytes, int crc) {

    /** Makes the batch of the events that lie in {@code output} behind room for a header. */
    Batch(int count, ValueOutput output, int headerBytes) {
      this(
          count,
          output,
          headerBytes,
          ChunkHeader.crc(output.array(), headerBytes, output.lengthBytes()));
    }

    /** Returns the batch of the events in {@code body}, which is copied, with that many causes. */
    static Batch of(int count, byte[] body, int causes) {
      int headerBytes = ChunkHeader.lengthBytes(causes);
      ValueOutput output = new ValueOutput(headerBytes + body.length);
      output.skip(headerBytes);
      output.writeBytes(body);
      return new Batch(count, output, headerBytes);
    }

    int bodyBytes() {
      return output.lengthBytes() - headerBytes;
    }

    /** Returns the bytes of the room and the body. */
    int lengthBytes() {
      return output.lengthBytes();
    }
  }
}
