package bourn.typed;

import bourn.kernel.Bound;
import bourn.kernel.BoundedStream;
import bourn.kernel.CausalContext;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.KeyValue;
import bourn.kernel.KeyValue.Family;
import bourn.kernel.MemoryBudget;
import bourn.kernel.StorageException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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
  private final ColumnCache cache;

  private ColumnSegments(KeyValue derived, MemoryBudget memory) {
    this.derived = derived;
    this.cache = new ColumnCache(memory.columnBytes());
  }

  /** Returns the segments that {@code kernel} keeps. */
  public static ColumnSegments over(Kernel kernel) {
    return new ColumnSegments(kernel.derived(), kernel.environment().memory());
  }

  /**
   * Packs every segment of {@code stream} that is full, each with its checkpoint in one write,
   * which makes the rows durable first. One thread packs at a time; readers go on meanwhile.
   *
   * @return the offset up to which rows are packed
   * @throws IllegalStateException if the stream was deleted
   */
  public synchronized long pack(EventStream stream) {
    TypedFormat format = TypedFormat.of(stream);
    long incarnation = stream.extent().incarnation();
    while (true) {
      BoundedStream all = stream.bound();
      Checkpoint packed = dropped(incarnation, format.created(), all.bound().from());
      if (packed.until() + ROWS > all.bound().until()) {
        return packed.until();
      }
      Bound bound = new Bound(packed.until(), packed.until() + ROWS);
      packOne(all.part(bound, CausalContext.NONE), format, packed.from());
    }
  }

  /**
   * Returns how far rows are packed, without the segments of rows that were dropped. Segments leave
   * the store one call after they have left the checkpoint, as somebody may be reading them.
   */
  private Checkpoint dropped(long incarnation, ProductType created, long earliest) {
    Checkpoint packed = checkpoint(incarnation);
    if (earliest > packed.until()) {
      long from = Math.ceilDiv(earliest, ROWS) * ROWS;
      return drop(incarnation, created, packed, new Checkpoint(from, from));
    }
    return earliest < packed.from() + ROWS
        ? packed
        : drop(
            incarnation, created, packed, new Checkpoint(earliest / ROWS * ROWS, packed.until()));
  }

  private Checkpoint drop(
      long incarnation, ProductType created, Checkpoint packed, Checkpoint left) {
    KeyValue.Batch batch = new KeyValue.Batch();
    SegmentKey first = new SegmentKey(incarnation, 0);
    SegmentKey until = new SegmentKey(incarnation, packed.from() / ROWS);
    batch.deleteRange(Family.SEGMENTS, first.header(), until.header());
    for (int field : fields(first, until, created)) {
      batch.deleteRange(Family.SEGMENTS, first.column(field), until.column(field));
    }
    batch.put(Family.SEGMENTS, SegmentKey.checkpoint(incarnation), left.toBytes());
    derived.write(batch);
    headers
        .keySet()
        .removeIf(key -> key.incarnation() == incarnation && key.number() < until.number());
    return left;
  }

  /** Returns the ids of the fields of segments, as they were when these were written. */
  private Set<Integer> fields(SegmentKey first, SegmentKey until, ProductType created) {
    Set<Integer> ids = new TreeSet<>();
    try (KeyValue.Entries entries = derived.scan(Family.SEGMENTS, first.header(), until.header())) {
      while (entries.next()) {
        SegmentHeader.of(entries.value(), created).columns().forEach(c -> ids.add(c.id()));
      }
    }
    return ids;
  }

  private void packOne(BoundedStream rows, TypedFormat format, long packedFrom) {
    ProductType type = format.type();
    SegmentPacker packer = new SegmentPacker(type);
    rows.chunks(
        (first, count, from, until, stamp, body) ->
            packer.add(
                new ChunkGroup(format.created(), type, body, first, count, stamp), from, until));
    long incarnation = rows.stream().extent().incarnation();
    Bound bound = rows.bound();
    KeyValue.Batch batch = new KeyValue.Batch();
    packer.finish(new SegmentKey(incarnation, bound.from() / ROWS), batch);
    Checkpoint next = new Checkpoint(packedFrom, bound.until());
    batch.put(Family.SEGMENTS, SegmentKey.checkpoint(incarnation), next.toBytes());
    derived.write(batch);
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
      if (!scan.scan(group(key, stream, type), from, until)) {
        return bound.until();
      }
      next = key.first() + until;
    }
    return next;
  }

  /**
   * Returns what is known of a field in the packed rows of {@code bound}; null if none is packed.
   */
  @Nullable Zone zone(EventStream stream, ProductType type, Bound bound, int place) {
    long incarnation = stream.extent().incarnation();
    Checkpoint packed = checkpoint(incarnation);
    long from = Math.max(bound.from(), packed.from());
    long until = Math.min(bound.until(), packed.until());
    Zone all = null;
    for (long number = from / ROWS; number * ROWS < until; number++) {
      Zone zone = group(new SegmentKey(incarnation, number), stream, type).zone(place);
      all = zone == null || all == null ? zone : all.and(zone);
    }
    return all == null || all.max() < all.min() ? null : all;
  }

  private RowGroup group(SegmentKey key, EventStream stream, ProductType type) {
    ProductType created = TypedFormat.of(stream).created();
    SegmentHeader header =
        headers.computeIfAbsent(key, any -> SegmentHeader.of(entry(key.header()), created));
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
