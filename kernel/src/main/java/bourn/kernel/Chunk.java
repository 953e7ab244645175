package bourn.kernel;

import java.lang.foreign.MemorySegment;

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
    byte[] header =
        ChunkHeader.of(incarnation, first, batch.count, stamp, batch.body.length, batch.crc);
    return new Chunk(
        incarnation, first, batch.count, stamp, header, MemorySegment.ofArray(batch.body));
  }

  /** Returns the offset after the last event. */
  long until() {
    return first + count;
  }

  /** Returns whether the event at {@code offset} is one of these. */
  boolean holds(long offset) {
    return first <= offset && offset < first + count;
  }

  int lengthBytes() {
    return header.length + (int) body.byteSize();
  }

  /**
   * Events in the format of their stream that have no place in it yet; made by the caller of an
   * append, so that the committer touches no event.
   *
   * @param count the number of events
   * @param body their bytes; shared, never modified
   * @param crc the CRC32C of the body
   */
  record Batch(int count, byte[] body, int crc) {

    static Batch of(int count, byte[] body) {
      return new Batch(count, body, ChunkHeader.crc(MemorySegment.ofArray(body)));
    }
  }
}
