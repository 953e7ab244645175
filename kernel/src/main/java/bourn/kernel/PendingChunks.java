package bourn.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Chunks on their way into the state. Confined to the fold. */
final class PendingChunks {

  /*
   * A large chunk stays where it is, in the commit log, and the state learns its place: it is
   * written once and never copied. So does a run of small ones that follow each other in the log.
   * Small ones of one stream among those of others are copied into one entry, so that reading them
   * back is not an entry an event. One that is alone stays in the log too, unless a place is hardly
   * smaller: where ten thousand streams grow in turn all are, and are copied when they are
   * repacked, once.
   */

  /** Small chunks are stored together up to this size. */
  static final int PACK_BYTES = 64 << 10;

  /** The fewest bytes of a chunk that stays in the log for good. */
  static final int RESIDENT_BYTES = 8 << 10;

  /** The fewest bytes that stay in the log until they are repacked. */
  private static final int PLACED_BYTES = 512;

  private final Usage usage;
  private final List<Entry> entries = new ArrayList<>();
  private long lengthBytes;

  PendingChunks(Usage usage) {
    this.usage = usage;
  }

  /**
   * What becomes an entry of the state: a place in the log, or small chunks back to back.
   *
   * @param before the bytes of the chunks of its stream before it
   * @param value makes what the state holds, and has its usage counted
   */
  private record Entry(FoldedStream stream, long first, long before, Supplier<byte[]> value) {

    long incarnation() {
      return stream.incarnation();
    }
  }

  /** Adds {@code chunk}, the next of {@code stream}. */
  void add(FoldedStream stream, Chunk chunk, long address) {
    lengthBytes += chunk.lengthBytes();
    ChunkPlace place =
        address == CommitLog.NOWHERE ? null : new ChunkPlace(address, chunk.lengthBytes());
    if (place != null && !place.isSmall()) {
      stay(stream, chunk.first(), place);
      return;
    }
    ChunkPack open = stream.open();
    if (open == null || !open.add(chunk)) {
      open(stream, new ChunkPack(chunk), place);
    }
  }

  /** Adds the chunks of {@code appends}, the next of {@code stream}. */
  void add(FoldedStream stream, Backlog.Appends appends) {
    lengthBytes += appends.lengthBytes();
    if (appends.lengthBytes() >= RESIDENT_BYTES) {
      ChunkPlace place = appends.place();
      if (place != null) {
        stay(stream, appends.first(), place);
      } else {
        stream.open(null);
        add(stream, appends.first(), () -> packed(appends.toBytes()));
      }
      return;
    }
    ChunkPack open = stream.open();
    if (open == null || !open.add(appends)) {
      open(stream, new ChunkPack(appends), appends.place());
    }
  }

  private void stay(FoldedStream stream, long first, ChunkPlace place) {
    stream.open(null);
    add(stream, first, () -> placed(place));
  }

  /** Opens {@code pack} for {@code stream}, of which all so far lies at {@code place}, if any. */
  private void open(FoldedStream stream, ChunkPack pack, @Nullable ChunkPlace place) {
    stream.open(pack);
    if (place == null || place.lengthBytes() < PLACED_BYTES) {
      add(stream, pack.first(), () -> packed(pack.toBytes()));
    } else {
      add(stream, pack.first(), () -> placedIfAlone(place, pack));
    }
  }

  private byte[] placedIfAlone(ChunkPlace place, ChunkPack pack) {
    return pack.lengthBytes() == place.lengthBytes() ? placed(place) : packed(pack.toBytes());
  }

  private void add(FoldedStream stream, long first, Supplier<byte[]> value) {
    entries.add(new Entry(stream, first, stream.bytes(), value));
  }

  private byte[] placed(ChunkPlace place) {
    usage.add(place);
    return place.toBytes();
  }

  private byte[] packed(byte[] chunks) {
    usage.addPacked(chunks.length);
    return chunks;
  }

  long lengthBytes() {
    return lengthBytes;
  }

  /**
   * Adds all of them to {@code batch}, which is written to {@code state}, and forgets them.
   *
   * @return what is to be done once it is written
   */
  List<Repacking> write(KeyValue.Batch batch, KeyValue state) {
    List<Repacking> due = new ArrayList<>();
    for (Entry entry : entries) {
      byte[] key = StateKeys.chunks(entry.incarnation(), entry.first());
      byte[] value = entry.value().get();
      count(entry, value, state, keys -> due.add(new Repacking(entry.incarnation(), keys)));
      batch.put(KeyValue.Family.CHUNKS, key, value);
      Milestones.put(batch, entry.incarnation(), entry.first(), entry.before());
    }
    usage.write(batch);
    entries.clear();
    lengthBytes = 0;
    return due;
  }

  private static void count(Entry entry, byte[] value, KeyValue state, Consumer<Bound> due) {
    SmallEntries small = entry.stream().small();
    small.recall(state, entry.incarnation(), entry.first(), entry.before(), due);
    if (!ChunkPlace.isOne(value)) {
      small.add(entry.first(), value.length, due);
    } else if (ChunkPlace.of(value).isSmall()) {
      small.add(entry.first(), ChunkPlace.of(value).lengthBytes(), due);
    } else {
      small.end(entry.first(), due);
    }
  }
}
