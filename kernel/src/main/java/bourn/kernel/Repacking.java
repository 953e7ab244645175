package bourn.kernel;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Small entries that follow each other become one, byte for byte: packs, and places in the log.
 *
 * @param incarnation of the stream
 * @param keys of the entries: the offsets at which they begin
 */
record Repacking(long incarnation, Bound keys) {

  /*
   * Keys are removed one by one: a thousand streams may be repacked at once, and each search passes
   * the ranges that were removed before it, until RocksDB has compacted them away. How many bytes
   * compaction took of the entries is still known by the offsets at which they began.
   */

  /** Adds this to {@code batch}, which is written to {@code state}, unless something is damaged. */
  void write(KeyValue.Batch batch, KeyValue state, CommitLog log, Usage usage) {
    ByteArrayOutputStream pack = new ByteArrayOutputStream();
    List<Long> firsts = new ArrayList<>();
    List<byte[]> values = new ArrayList<>();
    try (KeyValue.Entries entries =
        state.scan(
            KeyValue.Family.CHUNKS,
            StateKeys.chunks(incarnation, keys.from()),
            StateKeys.chunks(incarnation, keys.until()))) {
      while (entries.next()) {
        byte[] value = entries.value();
        byte[] chunks = chunks(value, log);
        if (chunks == null || pack.size() + chunks.length > PendingChunks.PACK_BYTES) {
          return;
        }
        firsts.add(StateKeys.first(entries.key()));
        values.add(value);
        pack.writeBytes(chunks);
      }
    } catch (DamageException e) {
      return;
    }
    if (firsts.size() > 1) {
      values.forEach(value -> release(value, usage));
      put(batch, firsts, pack.toByteArray(), usage);
    }
  }

  /** Returns the chunks that {@code value} stands for, or null if they are lost, or large. */
  private static byte @Nullable [] chunks(byte[] value, CommitLog log) {
    if (ChunkPlace.isOne(value)) {
      ChunkPlace place = ChunkPlace.of(value);
      return place.isSmall()
          ? Chunk.pack(Chunk.unpack(log.read(place.address(), place.spanBytes())))
          : null;
    }
    return LostRange.read(MemorySegment.ofArray(value)) == null ? value : null;
  }

  /**
   * Counts {@code value} no longer; RocksDB gives back the storage of a pack by itself, and soon.
   */
  private static void release(byte[] value, Usage usage) {
    usage.release(value);
    if (!ChunkPlace.isOne(value)) {
      usage.reclaimed(value.length);
    }
  }

  private void put(KeyValue.Batch batch, List<Long> firsts, byte[] pack, Usage usage) {
    usage.addPacked(pack.length);
    batch.put(KeyValue.Family.CHUNKS, StateKeys.chunks(incarnation, firsts.getFirst()), pack);
    for (long first : firsts.subList(1, firsts.size())) {
      batch.delete(KeyValue.Family.CHUNKS, StateKeys.chunks(incarnation, first));
      batch.delete(KeyValue.Family.STREAMS, StateKeys.milestone(incarnation, first));
    }
  }
}
