package bourn.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chunks on their way into the state. Confined to the fold. */
final class PendingChunks {

  /*
   * A large chunk stays where it is, in the commit log, and the state learns its place: it is
   * written once and never copied. Small ones that follow each other in one stream are copied into
   * one entry, so that reading them back is not an entry an event, and the log's segments can go.
   */

  /** Small chunks are stored together up to this size. */
  static final int PACK_BYTES = 64 << 10;

  /** The fewest bytes of a chunk that stays in the log. */
  static final int RESIDENT_BYTES = 8 << 10;

  private final Usage usage;
  private final List<Entry> entries = new ArrayList<>();
  private long lengthBytes;

  PendingChunks(Usage usage) {
    this.usage = usage;
  }

  /**
   * What becomes an entry of the state: the place of a large chunk, or a pack of small ones.
   *
   * @param before the bytes of the chunks of its stream before it
   */
  private record Entry(
      long incarnation,
      long first,
      long before,
      @Nullable ChunkPlace place,
      @Nullable ChunkPack pack) {

    /** Returns what the state holds, and has {@code usage} count it. */
    byte[] value(Usage usage) {
      if (place != null) {
        usage.add(place);
        return place.toBytes();
      }
      assert pack != null : "a place or a pack";
      byte[] value = pack.toBytes();
      usage.addPacked(value.length);
      return value;
    }
  }

  /** Adds {@code chunk}, the next of {@code stream}. */
  void add(FoldedStream stream, Chunk chunk, long address) {
    lengthBytes += chunk.lengthBytes();
    if (address != CommitLog.NOWHERE && chunk.lengthBytes() >= RESIDENT_BYTES) {
      stream.open(null);
      add(stream, chunk.first(), new ChunkPlace(address, chunk.lengthBytes()), null);
      return;
    }
    ChunkPack open = stream.open();
    if (open == null || !open.add(chunk)) {
      ChunkPack pack = new ChunkPack(chunk, open != null);
      stream.open(pack);
      add(stream, chunk.first(), null, pack);
    }
  }

  /**
   * Adds the chunks of {@code pack}, the next of {@code stream}; the pack is not added to again.
   */
  void add(FoldedStream stream, ChunkPack pack) {
    lengthBytes += pack.lengthBytes();
    stream.open(null);
    add(stream, pack.first(), null, pack);
  }

  private void add(
      FoldedStream stream, long first, @Nullable ChunkPlace place, @Nullable ChunkPack pack) {
    entries.add(new Entry(stream.incarnation(), first, stream.bytes(), place, pack));
  }

  long lengthBytes() {
    return lengthBytes;
  }

  /** Adds all of them to {@code batch}, and forgets them. */
  void write(KeyValue.Batch batch) {
    for (Entry entry : entries) {
      byte[] key = StateKeys.chunks(entry.incarnation(), entry.first());
      batch.put(KeyValue.Family.CHUNKS, key, entry.value(usage));
      Milestones.put(batch, entry.incarnation(), entry.first(), entry.before());
    }
    usage.write(batch);
    entries.clear();
    lengthBytes = 0;
  }
}
