package bourn.typed;

import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.EventStream;
import bourn.kernel.Extent;
import bourn.kernel.Kernel;
import bourn.kernel.KeyValue;
import bourn.kernel.KeyValue.Family;
import bourn.kernel.StorageException;
import bourn.kernel.StreamKind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rows of a kernel's typed streams, packed again behind the log into segments of {@link #ROWS}
 * rows, a column apart from the others. A fold of the log: it may be behind, and can be deleted and
 * rebuilt. Safe for use by several threads, none of them virtual.
 */
public final class ColumnSegments {

  /** The rows of one segment: segment {@code n} holds the offsets from {@code n * ROWS}. */
  public static final int ROWS = 65_536;

  private final KeyValue derived;
  private final Map<SegmentKey, SegmentHeader> headers = new ConcurrentHashMap<>();
  private final ColumnCache cache = new ColumnCache();

  private ColumnSegments(KeyValue derived) {
    this.derived = derived;
  }

  /** Returns the segments that {@code kernel} keeps. */
  public static ColumnSegments over(Kernel kernel) {
    return new ColumnSegments(kernel.derived());
  }

  /**
   * Packs every segment of {@code stream} that is full, each with its checkpoint in one write,
   * which makes the rows durable first. One thread packs at a time; readers go on meanwhile.
   *
   * @return the offset up to which rows are packed
   */
  public synchronized long pack(EventStream stream) {
    if (stream.descriptor().kind() != StreamKind.TYPED) {
      throw new IllegalArgumentException(
          "a typed stream is expected, was " + stream.descriptor().name());
    }
    ProductType type = ProductType.of(stream.descriptor().type());
    Extent extent = stream.extent();
    Checkpoint packed = checkpoint(extent.incarnation());
    if (extent.earliest() > packed.until()) {
      long from = Math.ceilDiv(extent.earliest(), ROWS) * ROWS;
      packed = new Checkpoint(from, from);
    }
    while (packed.until() + ROWS <= extent.tail()) {
      packed = packOne(stream, type, extent.incarnation(), packed);
    }
    return packed.until();
  }

  private Checkpoint packOne(
      EventStream stream, ProductType type, long incarnation, Checkpoint packed) {
    SegmentPacker packer = new SegmentPacker(type);
    Bound bound = new Bound(packed.until(), packed.until() + ROWS);
    stream
        .bound(bound, CausalContext.NONE)
        .chunks(
            (first, count, from, until, stamp, body) ->
                packer.add(new ChunkGroup(type, body, first, count, stamp), from, until));
    Checkpoint next = new Checkpoint(packed.from(), bound.until());
    KeyValue.Batch batch = new KeyValue.Batch();
    packer.finish(new SegmentKey(incarnation, bound.from() / ROWS), batch);
    batch.put(Family.SEGMENTS, SegmentKey.checkpoint(incarnation), next.toBytes());
    derived.write(batch);
    return next;
  }

  private Checkpoint checkpoint(long incarnation) {
    byte[] bytes = derived.get(Family.SEGMENTS, SegmentKey.checkpoint(incarnation));
    return bytes == null ? new Checkpoint(0, 0) : Checkpoint.of(bytes);
  }

  /**
   * Passes the rows of {@code bound} that are packed to {@code scan}.
   *
   * @return the offset from which the chunks have to be read; the end of the bound when none has
   */
  long scan(EventStream stream, ProductType type, Bound bound, GroupScan scan) {
    long incarnation = stream.extent().incarnation();
    Checkpoint packed = checkpoint(incarnation);
    long next = bound.from();
    if (next < packed.from()) {
      return next;
    }
    long end = Math.min(bound.until(), packed.until());
    while (next < end) {
      SegmentKey key = new SegmentKey(incarnation, next / ROWS);
      int from = (int) (next % ROWS);
      int until = (int) Math.min(ROWS, end - key.first());
      if (!scan.scan(group(key, type), from, until)) {
        return bound.until();
      }
      next = key.first() + until;
    }
    return next;
  }

  private RowGroup group(SegmentKey key, ProductType type) {
    SegmentHeader header =
        headers.computeIfAbsent(
            key, any -> SegmentHeader.of(entry(key.header()), type.fields().size()));
    return new SegmentGroup(key, type, header, this);
  }

  /** Returns a column of a segment, from memory if it was read lately. */
  DecodedColumn column(SegmentKey key, Field field) {
    return cache.get(
        key,
        field.id(),
        () ->
            new ColumnView(field, MemorySegment.ofArray(entry(key.column(field.id()))), 0, ROWS)
                .decode());
  }

  private byte[] entry(byte[] key) {
    byte[] value = derived.get(Family.SEGMENTS, key);
    if (value == null) {
      throw new StorageException("a column segment is gone: " + HexFormat.of().formatHex(key));
    }
    return value;
  }

  /** Removes the segments of a stream; its rows are read from its chunks until packed again. */
  public synchronized void forget(EventStream stream) {
    long incarnation = stream.extent().incarnation();
    List<SegmentKey> known = new ArrayList<>(headers.keySet());
    derived.write(
        new KeyValue.Batch()
            .deleteRange(
                Family.SEGMENTS,
                SegmentKey.checkpoint(incarnation),
                SegmentKey.checkpoint(incarnation + 1)));
    known.stream().filter(key -> key.incarnation() == incarnation).forEach(headers::remove);
    cache.clear();
  }
}
