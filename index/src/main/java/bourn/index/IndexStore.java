package bourn.index;

import bourn.datoms.Schema;
import bourn.kernel.KeyValue;
import bourn.kernel.KeyValue.Family;
import bourn.kernel.StorageException;
import bourn.kernel.ValueInput;
import bourn.kernel.ValueOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The durable part of one index: its segments, the lists of them, and the checkpoint that says how
 * far they have come.
 *
 * <p>The checkpoint:
 *
 * <pre>
 *  zig-zag   epoch            of the stream; if the log has lost something of it since that is in the
 *                             segments, the index is made anew
 *  zig-zag   until            the offset of the first transaction that is not in the segments
 *  zig-zag   next entity
 *  zig-zag   next attribute
 *  zig-zag   last instant     microseconds since 1970
 *  zig-zag   schema since     the first offset from which on the schema is as it is now
 *  zig-zag   next segment     the number that the next segment gets
 *  varint    left over        number of segments that no list holds, but some scan may have read
 *  zig-zag   each             their numbers
 * </pre>
 *
 * <p>A list of segments is their first facts as a segment, then packed columns: number, count,
 * least and greatest added, greatest retracted. A segment of AVET whose attribute is unique has a
 * {@link ValueFilter} beside it, unless it is older than these. All are sealed as {@link
 * SegmentFormat} seals.
 */
final class IndexStore implements Segments {

  private final KeyValue entries;
  private final IndexKey key;
  private final String stream;
  private final SegmentCache cache;
  private final AtomicLong nextId = new AtomicLong(1);

  IndexStore(KeyValue entries, long incarnation, String stream, SegmentCache cache) {
    this.entries = entries;
    this.key = new IndexKey(incarnation);
    this.stream = stream;
    this.cache = cache;
  }

  @Override
  public Segment load(long id) {
    Segment cached = cache.get(key, id, Segment.class);
    if (cached != null) {
      return cached;
    }
    Segment segment = read(id);
    cache.put(key, id, segment);
    return segment;
  }

  @Override
  public @Nullable ValueFilter filter(long id) {
    ValueFilter cached = cache.get(key, id, ValueFilter.class);
    if (cached != null) {
      return cached;
    }
    ValueFilter filter = readFilter(id);
    if (filter != null) {
      cache.put(key, id, filter);
    }
    return filter;
  }

  /** Returns a filter as it lies in the store, whatever is in memory; null if there is none. */
  @Nullable ValueFilter readFilter(long id) {
    byte[] bytes = entries.get(Family.SEGMENTS, key.filter(id));
    return bytes == null ? null : ValueFilter.read(SegmentFormat.opened(bytes));
  }

  /** Returns the segment numbered {@code id} as it lies in the store, whatever is in memory. */
  Segment read(long id) {
    byte[] bytes = entries.get(Family.SEGMENTS, key.segment(id));
    if (bytes == null) {
      throw new StorageException(
          "segment "
              + id
              + " of the index of "
              + stream
              + " is required, found none: a database that was made before facts were excised, or"
              + " the index rebuilt, has to be made again");
    }
    return SegmentFormat.read(bytes);
  }

  /** Removes all segments but {@code known}, with their filters. */
  void removeOthers(Set<Long> known) {
    Set<Long> others = new LinkedHashSet<>();
    try (KeyValue.Entries stored = entries.scan(Family.SEGMENTS, key.segment(0), key.end())) {
      while (stored.next()) {
        long id = IndexKey.number(stored.key());
        if (!known.contains(id)) {
          others.add(id);
        }
      }
    }
    KeyValue.Batch batch = new KeyValue.Batch();
    remove(others, batch);
    write(batch);
  }

  /** Adds a new segment to {@code batch} and returns its number. */
  long add(Segment segment, KeyValue.Batch batch) {
    long id = nextId.getAndIncrement();
    batch.put(Family.SEGMENTS, key.segment(id), SegmentFormat.write(segment));
    cache.put(key, id, segment);
    return id;
  }

  /** Adds a new segment with a filter of its values, as {@link #add} does. */
  long addFiltered(Segment segment, KeyValue.Batch batch) {
    long id = add(segment, batch);
    ValueFilter filter = ValueFilter.of(segment);
    batch.put(Family.SEGMENTS, key.filter(id), SegmentFormat.sealed(filter.toOutput()));
    cache.put(key, id, filter);
    return id;
  }

  void remove(Collection<Long> ids, KeyValue.Batch batch) {
    for (long id : ids) {
      batch.delete(Family.SEGMENTS, key.segment(id));
      batch.delete(Family.SEGMENTS, key.filter(id));
      cache.remove(key, id);
    }
  }

  void write(
      Base base, Snapshot.State state, int epoch, List<Long> leftOver, KeyValue.Batch batch) {
    for (Order order : Order.values()) {
      batch.put(Family.SEGMENTS, key.list(order, false), writeList(base.current(order)));
      batch.put(Family.SEGMENTS, key.list(order, true), writeList(base.history(order)));
    }
    ValueOutput output = new ValueOutput(64);
    output.writeZigZag(epoch);
    output.writeZigZag(state.until());
    output.writeZigZag(state.nextEntity());
    output.writeZigZag(state.nextAttribute());
    output.writeZigZag(state.lastInstantMicros());
    output.writeZigZag(state.schemaSince());
    output.writeZigZag(nextId.get());
    output.writeVarint(leftOver.size());
    leftOver.forEach(output::writeZigZag);
    batch.put(Family.SEGMENTS, key.checkpoint(), SegmentFormat.sealed(output));
    entries.write(batch);
  }

  /** Writes changes that leave the checkpoint as it is. */
  void write(KeyValue.Batch batch) {
    if (!batch.changes().isEmpty()) {
      entries.write(batch);
    }
  }

  /** Removes everything. */
  void clear() {
    entries.write(new KeyValue.Batch().deleteRange(Family.SEGMENTS, key.start(), key.end()));
  }

  /**
   * Returns the index as it was written last, or null when there is none that is undamaged.
   *
   * @param log knows whether it is an index of what the log has
   */
  @Nullable Snapshot read(Log log) {
    byte[] checkpoint = entries.get(Family.SEGMENTS, key.checkpoint());
    if (checkpoint == null) {
      return null;
    }
    try {
      return read(SegmentFormat.opened(checkpoint), log);
    } catch (StorageException | ArithmeticException damaged) {
      return null;
    }
  }

  /** Knows what is there of a stream. */
  @FunctionalInterface
  interface Log {

    /** Returns whether all that lay before {@code until} in {@code epoch} is there. */
    boolean has(int epoch, long until);
  }

  private @Nullable Snapshot read(ValueInput input, Log log) {
    int epoch = Math.toIntExact(input.readZigZag());
    long until = input.readZigZag();
    if (!log.has(epoch, until)) {
      return null;
    }
    Snapshot.State state =
        new Snapshot.State(
            until,
            input.readZigZag(),
            input.readZigZag(),
            input.readZigZag(),
            Schema.INITIAL,
            input.readZigZag());
    nextId.set(input.readZigZag());
    removeLeftOver(input);
    Snapshot bare = new Snapshot(this, readBase(), List.of(), state);
    return bare.withSchema(bare.schemaOf(until));
  }

  private void removeLeftOver(ValueInput input) {
    List<Long> leftOver = new ArrayList<>();
    for (long i = input.readVarint(); i > 0; i--) {
      leftOver.add(input.readZigZag());
    }
    KeyValue.Batch batch = new KeyValue.Batch();
    remove(leftOver, batch);
    write(batch);
  }

  private Base readBase() {
    List<SegmentList> current = new ArrayList<>();
    List<SegmentList> history = new ArrayList<>();
    for (Order order : Order.values()) {
      current.add(list(order, false));
      history.add(list(order, true));
    }
    return new Base(current, history);
  }

  private static byte[] writeList(SegmentList list) {
    int size = list.size();
    ValueOutput output = new ValueOutput(256 + 32 * size);
    SegmentFormat.writeTo(list.firsts(), output);
    PackedLongs.write(list.ids(), size, output);
    long[] column = new long[size];
    Arrays.setAll(column, list::count);
    PackedLongs.write(column, size, output);
    Arrays.setAll(column, list::leastAdded);
    PackedLongs.write(column, size, output);
    Arrays.setAll(column, list::greatestAdded);
    PackedLongs.write(column, size, output);
    Arrays.setAll(column, list::greatestRetracted);
    PackedLongs.write(column, size, output);
    return SegmentFormat.sealed(output);
  }

  /** Returns the list of segments of one order. */
  SegmentList list(Order order, boolean history) {
    return readList(key.list(order, history));
  }

  private SegmentList readList(byte[] listKey) {
    byte[] bytes = entries.get(Family.SEGMENTS, listKey);
    if (bytes == null) {
      throw new StorageException("a list of segments of " + stream + " is required, found none");
    }
    ValueInput input = SegmentFormat.opened(bytes);
    Segment firsts = SegmentFormat.readFrom(input);
    int size = firsts.count();
    return new SegmentList(
        firsts,
        PackedLongs.read(size, input),
        Arrays.stream(PackedLongs.read(size, input)).mapToInt(Math::toIntExact).toArray(),
        PackedLongs.read(size, input),
        PackedLongs.read(size, input),
        PackedLongs.read(size, input));
  }
}
