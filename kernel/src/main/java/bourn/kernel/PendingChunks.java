package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
  private final Map<Long, List<Pending>> runs = new LinkedHashMap<>();
  private long lengthBytes;

  PendingChunks(Usage usage) {
    this.usage = usage;
  }

  /**
   * A chunk.
   *
   * @param address where it lies in the log
   * @param before the bytes of the chunks of its stream before it
   */
  private record Pending(Chunk chunk, long address, long before) {

    boolean stays() {
      return address != CommitLog.NOWHERE && chunk.lengthBytes() >= RESIDENT_BYTES;
    }

    int lengthBytes() {
      return chunk.lengthBytes();
    }
  }

  /** Adds {@code chunk}, before which its stream has {@code before} bytes. */
  void add(Chunk chunk, long address, long before) {
    runs.computeIfAbsent(chunk.incarnation(), key -> new ArrayList<>())
        .add(new Pending(chunk, address, before));
    lengthBytes += chunk.lengthBytes();
  }

  long lengthBytes() {
    return lengthBytes;
  }

  /** Adds all of them to {@code batch}, and forgets them. */
  void write(KeyValue.Batch batch) {
    runs.values().forEach(run -> write(batch, run));
    usage.write(batch);
    runs.clear();
    lengthBytes = 0;
  }

  private void write(KeyValue.Batch batch, List<Pending> run) {
    int from = 0;
    while (from < run.size()) {
      Pending first = run.get(from);
      int until = from + 1;
      byte[] value;
      if (first.stays()) {
        ChunkPlace place = new ChunkPlace(first.address(), first.lengthBytes());
        usage.add(place);
        value = place.toBytes();
      } else {
        until = packUntil(run, from);
        value = pack(run.subList(from, until).stream().map(Pending::chunk).toList());
        usage.addPacked(value.length);
      }
      Chunk chunk = first.chunk();
      batch.put(
          KeyValue.Family.CHUNKS, StateKeys.chunks(chunk.incarnation(), chunk.first()), value);
      Milestones.put(batch, chunk, first.before());
      from = until;
    }
  }

  private static int packUntil(List<Pending> run, int from) {
    int until = from + 1;
    int packBytes = run.get(from).lengthBytes();
    while (until < run.size()
        && !run.get(until).stays()
        && packBytes + run.get(until).lengthBytes() <= PACK_BYTES) {
      packBytes += run.get(until).lengthBytes();
      until++;
    }
    return until;
  }

  /** Returns the bytes of {@code chunks}, back to back. */
  static byte[] pack(List<Chunk> chunks) {
    byte[] pack = new byte[chunks.stream().mapToInt(Chunk::lengthBytes).sum()];
    int at = 0;
    for (Chunk chunk : chunks) {
      byte[] header = chunk.header();
      System.arraycopy(header, 0, pack, at, header.length);
      at += header.length;
      MemorySegment body = chunk.body();
      MemorySegment.copy(body, ValueLayout.JAVA_BYTE, 0, pack, at, (int) body.byteSize());
      at += (int) body.byteSize();
    }
    return pack;
  }
}
