package bourn.kernel;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How many bytes of chunks lie where: in each part of the commit log, and in the state. Kept in the
 * state beside the chunks, in the same writes. Confined to the fold.
 *
 * <pre>
 *  a part     u64   bytes of chunks that stay in it
 *  the state  u64   bytes of chunks in it
 *             u64   bytes removed from it since its storage was reclaimed
 * </pre>
 *
 * <p>All numbers are big-endian.
 */
final class Usage {

  private final Map<Long, Long> parts = new HashMap<>();
  private final Set<Long> changed = new HashSet<>();
  private byte[] stored = {};
  private long packed;
  private long removed;

  /**
   * What is used at one moment.
   *
   * @param parts the bytes of chunks that stay in each part of the log, for those in which any does
   * @param packed bytes of chunks in the state
   * @param removed bytes removed from the state since its storage was reclaimed
   */
  record Snapshot(Map<Long, Long> parts, long packed, long removed) {}

  /** Returns the usage that {@code state} knows. */
  static Usage load(KeyValue state) {
    Usage usage = new Usage();
    try (KeyValue.Entries entries =
        state.scan(KeyValue.Family.STREAMS, StateKeys.FIRST_PART, StateKeys.AFTER_PARTS)) {
      while (entries.next()) {
        usage.parts.put(StateKeys.part(entries.key()), StateKeys.partBytes(entries.value()));
      }
    }
    byte[] stored = state.get(KeyValue.Family.STREAMS, StateKeys.STATE_USAGE);
    if (stored != null) {
      ByteBuffer in = ByteBuffer.wrap(stored);
      usage.packed = in.getLong();
      usage.removed = in.getLong();
      usage.stored = stored;
    }
    return usage;
  }

  /** Counts a chunk that stays at {@code place}. */
  void add(ChunkPlace place) {
    count(place, place.lengthBytes());
  }

  private void count(ChunkPlace place, long lengthBytes) {
    long part = CommitLog.part(place.address());
    parts.merge(part, lengthBytes, Long::sum);
    changed.add(part);
  }

  /** Counts {@code lengthBytes} of chunks that are put into the state. */
  void addPacked(long lengthBytes) {
    packed += lengthBytes;
  }

  /** Counts no longer what {@code state} has of chunks under keys in that range. */
  void release(KeyValue state, byte[] from, byte[] until) {
    try (KeyValue.Entries entries = state.scan(KeyValue.Family.CHUNKS, from, until)) {
      while (entries.next()) {
        release(entries.value());
      }
    }
  }

  /** Returns the bytes of chunks that {@code state} has under keys in that range. */
  static long bytes(KeyValue state, byte[] from, byte[] until) {
    long bytes = 0;
    try (KeyValue.Entries entries = state.scan(KeyValue.Family.CHUNKS, from, until)) {
      while (entries.next()) {
        byte[] value = entries.value();
        bytes += ChunkPlace.isOne(value) ? ChunkPlace.of(value).lengthBytes() : value.length;
      }
    }
    return bytes;
  }

  /** Counts no longer what {@code value}, of the family CHUNKS, stands for. */
  void release(byte[] value) {
    if (ChunkPlace.isOne(value)) {
      ChunkPlace place = ChunkPlace.of(value);
      count(place, -place.lengthBytes());
      return;
    }
    packed = Math.max(0, packed - value.length);
    removed += value.length;
  }

  /** Notes that the storage of {@code lengthBytes} removed from the state was reclaimed. */
  void reclaimed(long lengthBytes) {
    removed = Math.max(0, removed - lengthBytes);
  }

  Snapshot snapshot() {
    return new Snapshot(Map.copyOf(parts), packed, removed);
  }

  /** Adds to {@code batch} what has changed since this was called last. */
  void write(KeyValue.Batch batch) {
    for (long part : changed) {
      byte[] key = StateKeys.part(part);
      long left = parts.getOrDefault(part, 0L);
      if (left > 0) {
        batch.put(KeyValue.Family.STREAMS, key, StateKeys.partBytes(left));
      } else {
        parts.remove(part);
        batch.delete(KeyValue.Family.STREAMS, key);
      }
    }
    changed.clear();
    byte[] now = ByteBuffer.allocate(2 * Long.BYTES).putLong(packed).putLong(removed).array();
    if (!Arrays.equals(now, stored)) {
      batch.put(KeyValue.Family.STREAMS, StateKeys.STATE_USAGE, now);
      stored = now;
    }
  }
}
