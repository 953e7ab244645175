package bourn.kernel;

import java.lang.foreign.MemorySegment;

/** The chunks that the state holds. */
final class History {

  private final KeyValue state;

  History(KeyValue state) {
    this.state = state;
  }

  /**
   * Returns the chunks, back to back, among which is the one that holds {@code offset} of {@code
   * stream}.
   *
   * @throws StorageException if the state does not hold it
   */
  MemorySegment pack(LogStream stream, long offset) {
    long incarnation = stream.incarnation();
    KeyValue.Entry entry =
        state.floor(KeyValue.Family.CHUNKS, StateKeys.chunks(incarnation, offset));
    if (entry == null || !StateKeys.isChunksOf(incarnation, entry.key())) {
      throw missing(stream, offset);
    }
    return MemorySegment.ofArray(entry.value());
  }

  StorageException missing(LogStream stream, long offset) {
    return new StorageException(
        "the state does not hold offset "
            + offset
            + " of stream "
            + stream.descriptor().name()
            + ", which ends at "
            + stream.tail());
  }
}
