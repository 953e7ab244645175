package bourn.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes of a stream lie before the offsets at which its chunks were written: 8 bytes each,
 * little-endian.
 */
final class Milestones {

  private Milestones() {}

  /** Notes that the chunks of a stream before {@code offset} have {@code bytes} bytes. */
  static void put(KeyValue.Batch batch, long incarnation, long offset, long bytes) {
    byte[] value = new byte[Long.BYTES];
    ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).putLong(bytes);
    batch.put(KeyValue.Family.STREAMS, StateKeys.milestone(incarnation, offset), value);
  }

  /**
   * Returns how many bytes of a stream's own chunks lie before {@code offset}: those of all packs
   * that end before it.
   */
  static long before(KeyValue state, long incarnation, long offset) {
    KeyValue.@Nullable Entry entry =
        state.floor(KeyValue.Family.STREAMS, StateKeys.milestone(incarnation, offset));
    return entry == null || !StateKeys.isMilestoneOf(incarnation, entry.key())
        ? 0
        : bytes(entry.value());
  }

  /**
   * Returns the first of a stream's milestones from {@code from} on that has at least {@code bytes}
   * before it, the last one when none has, {@code from} when there is none at all.
   */
  static long find(KeyValue state, long incarnation, long from, long bytes) {
    long found = from;
    try (KeyValue.Entries entries = from(state, incarnation, from)) {
      long before = 0;
      while (before < bytes && entries.next()) {
        before = bytes(entries.value());
        found = StateKeys.offset(entries.key());
      }
    }
    return found;
  }

  /** Returns the milestones of a stream from {@code from} on. */
  static KeyValue.Entries from(KeyValue state, long incarnation, long from) {
    return state.scan(
        KeyValue.Family.STREAMS,
        StateKeys.milestone(incarnation, from),
        StateKeys.milestone(incarnation, Long.MAX_VALUE));
  }

  static long bytes(byte[] value) {
    return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }
}
