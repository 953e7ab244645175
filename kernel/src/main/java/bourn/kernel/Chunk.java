package bourn.kernel;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A run of consecutive events of one stream with one stamp. The same bytes, header and body, lie in
 * the commit log, in the live tail and in the state.
 *
 * @param incarnation of the stream
 * @param first the offset of the first event
 * @param count the number of events
 * @param stamp of all its events
 * @param header the bytes of the header; shared, never modified
 * @param body the bytes of the events, in the format of the stream; shared, never modified
 */
record Chunk(
    long incarnation, long first, int count, Stamp stamp, byte[] header, MemorySegment body) {

  /** Returns the chunk of {@code batch} as it stands at {@code first} of a stream. */
  static Chunk seal(long incarnation, long first, Stamp stamp, Batch batch) {
    int lengthBytes = (int) batch.body.byteSize();
    byte[] header = ChunkHeader.of(incarnation, first, batch.count, stamp, lengthBytes, batch.crc);
    return new Chunk(incarnation, first, batch.count, stamp, header, batch.body);
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
    return ChunkHeader.isHole(header);
  }

  int lengthBytes() {
    return header.length + (int) body.byteSize();
  }

  /** Returns this chunk with its body in {@code bytes}, which hold header and body. */
  Chunk in(MemorySegment bytes) {
    return new Chunk(incarnation, first, count, stamp, header, bytes.asSlice(header.length));
  }

  /**
   * Events in the format of their stream that have no place in it yet; made by the caller of an
   * append, so that the committer touches no event.
   *
   * @param count the number of events
   * @param body their bytes; shared, never modified
   * @param crc the CRC32C of the body
   * @param lent the output in which the body lies, if that is to be used again once the log has it
   */
  record Batch(int count, MemorySegment body, int crc, @Nullable ValueOutput lent) {

    static Batch of(int count, MemorySegment body) {
      return new Batch(count, body, ChunkHeader.crc(body), null);
    }

    static Batch lent(int count, ValueOutput output) {
      MemorySegment body = output.segment();
      return new Batch(count, body, ChunkHeader.crc(body), output);
    }
  }
}
