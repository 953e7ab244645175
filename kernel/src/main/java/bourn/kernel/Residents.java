package bourn.kernel;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How many bytes of chunks stay in each part of the commit log. Kept in the state beside the places
 * of these chunks, in the same writes. Confined to the fold.
 */
final class Residents {

  private final Map<Long, Long> bytes = new HashMap<>();
  private final Set<Long> changed = new HashSet<>();

  /** Keys released since the last write: several edits of one write may be about the same ones. */
  private final Set<ByteBuffer> released = new HashSet<>();

  /** Returns the residents that {@code state} knows. */
  static Residents load(KeyValue state) {
    Residents residents = new Residents();
    try (KeyValue.Entries entries =
        state.scan(KeyValue.Family.STREAMS, StateKeys.FIRST_PART, StateKeys.AFTER_PARTS)) {
      while (entries.next()) {
        residents.bytes.put(StateKeys.part(entries.key()), StateKeys.partBytes(entries.value()));
      }
    }
    return residents;
  }

  /** Counts {@code lengthBytes} more bytes at {@code address}; fewer when that is negative. */
  void add(long address, long lengthBytes) {
    long part = CommitLog.part(address);
    bytes.merge(part, lengthBytes, Long::sum);
    changed.add(part);
  }

  /** Counts no longer the chunks whose places {@code state} has under keys in that range. */
  void release(KeyValue state, byte[] from, byte[] until) {
    try (KeyValue.Entries entries = state.scan(KeyValue.Family.CHUNKS, from, until)) {
      while (entries.next()) {
        byte[] value = entries.value();
        if (ChunkPlace.isOne(value) && released.add(ByteBuffer.wrap(entries.key()))) {
          ChunkPlace place = ChunkPlace.of(value);
          add(place.address(), -place.lengthBytes());
        }
      }
    }
  }

  /** Returns the parts in which anything stays, as of now. */
  Set<Long> parts() {
    return Set.copyOf(bytes.keySet());
  }

  /** Adds to {@code batch} what has changed since this was called last. */
  void write(KeyValue.Batch batch) {
    for (long part : changed) {
      byte[] key = StateKeys.part(part);
      long left = bytes.getOrDefault(part, 0L);
      if (left > 0) {
        batch.put(KeyValue.Family.STREAMS, key, StateKeys.partBytes(left));
      } else {
        bytes.remove(part);
        batch.delete(KeyValue.Family.STREAMS, key);
      }
    }
    changed.clear();
    released.clear();
  }
}
