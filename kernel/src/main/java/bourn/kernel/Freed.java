package bourn.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many bytes compaction took of a stream, by where the entries begin that it rewrote: 8 bytes
 * each, little-endian. {@link Milestones} count the bytes that were appended.
 */
final class Freed {

  private Freed() {}

  /** Notes that the entry at {@code first} has {@code bytes} fewer bytes than were appended. */
  static void put(KeyValue.Batch batch, long incarnation, long first, long bytes) {
    byte[] value = new byte[Long.BYTES];
    ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).putLong(bytes);
    batch.put(KeyValue.Family.STREAMS, StateKeys.freed(incarnation, first), value);
  }

  /** Returns what was taken of entries that begin in {@code bound}. */
  static long within(KeyValue state, long incarnation, Bound bound) {
    return entries(state, incarnation, bound).values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Returns the first of a stream's milestones from {@code from} on after which at most {@code
   * most} bytes are left, the last one when there is none, {@code from} when there is no milestone
   * at all.
   *
   * @param appended the bytes appended to the stream so far
   */
  static long find(KeyValue state, long incarnation, long from, long appended, long most) {
    NavigableMap<Long, Long> freed = entries(state, incarnation, new Bound(from, Long.MAX_VALUE));
    long after = freed.values().stream().mapToLong(Long::longValue).sum();
    long found = from;
    try (KeyValue.Entries milestones = Milestones.from(state, incarnation, from)) {
      long left = Long.MAX_VALUE;
      while (left > most && milestones.next()) {
        long offset = StateKeys.offset(milestones.key());
        while (!freed.isEmpty() && freed.firstKey() < offset) {
          after -= freed.pollFirstEntry().getValue();
        }
        left = appended - Milestones.bytes(milestones.value()) - after;
        found = offset;
      }
    }
    return found;
  }

  private static NavigableMap<Long, Long> entries(KeyValue state, long incarnation, Bound bound) {
    NavigableMap<Long, Long> found = new TreeMap<>();
    try (KeyValue.Entries entries =
        state.scan(
            KeyValue.Family.STREAMS,
            StateKeys.freed(incarnation, bound.from()),
            StateKeys.freed(incarnation, bound.until()))) {
      while (entries.next()) {
        found.put(StateKeys.offset(entries.key()), Milestones.bytes(entries.value()));
      }
    }
    return found;
  }
}
