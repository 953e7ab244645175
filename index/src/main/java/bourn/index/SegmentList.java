package bourn.index;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The durable segments of one order, current or history, in order. Immutable; the segments
 * themselves are loaded when they are read.
 */
final class SegmentList {

  /** No segments. */
  static final SegmentList EMPTY =
      new SegmentList(
          Segment.EMPTY, new long[0], new int[0], new long[0], new long[0], new long[0]);

  /** So few facts are looked at themselves, whether they are seen, before they are merged. */
  private static final int FEW = 16;

  private final Segment firsts;
  private final long[] ids;
  private final int[] counts;
  private final long[] leastAdded;
  private final long[] greatestAdded;
  private final long[] greatestRetracted;
  private final long[] before;
  private final AtomicReferenceArray<@Nullable WeakReference<Segment>> loaded;

  /**
   * Makes a list of arrays that are shared, one element a segment.
   *
   * @param firsts the first fact of each segment
   */
  SegmentList(
      Segment firsts,
      long[] ids,
      int[] counts,
      long[] leastAdded,
      long[] greatestAdded,
      long[] greatestRetracted) {
    this.firsts = firsts;
    this.ids = ids;
    this.counts = counts;
    this.leastAdded = leastAdded;
    this.greatestAdded = greatestAdded;
    this.greatestRetracted = greatestRetracted;
    this.loaded = new AtomicReferenceArray<>(ids.length);
    this.before = new long[ids.length + 1];
    for (int i = 0; i < ids.length; i++) {
      before[i + 1] = before[i] + counts[i];
    }
  }

  /** Returns the same list, of which no segment is known to be in memory. */
  SegmentList unloaded() {
    return new SegmentList(firsts, ids, counts, leastAdded, greatestAdded, greatestRetracted);
  }

  /** Returns the number of segments. */
  int size() {
    return ids.length;
  }

  /** Returns the number of facts. */
  long count() {
    return before[ids.length];
  }

  Segment firsts() {
    return firsts;
  }

  long id(int i) {
    return ids[i];
  }

  int count(int i) {
    return counts[i];
  }

  long leastAdded(int i) {
    return leastAdded[i];
  }

  long greatestAdded(int i) {
    return greatestAdded[i];
  }

  long greatestRetracted(int i) {
    return greatestRetracted[i];
  }

  /** Returns the segment in which a fact at {@code place} would lie. */
  int find(Probe place) {
    if (place.order() != Order.EAVT || place.depth() == 0) {
      return Math.max(0, place.search(firsts, 0, ids.length) - 1);
    }
    int i = lastBefore(place.entity());
    return i + 1 < ids.length && place.isAfter(firsts, i + 1)
        ? place.search(firsts, i + 2, ids.length) - 1
        : i;
  }

  /**
   * Returns the one segment in which all facts of {@code entity} lie, if this is sorted by entity;
   * {@link Segment#EMPTY} if none can be seen by {@code window}, null if they lie in several.
   */
  @Nullable Segment segmentOf(long entity, Window window, Segments segments) {
    if (ids.length == 0) {
      return Segment.EMPTY;
    }
    int i = lastBefore(entity);
    if (i + 1 < ids.length && firsts.entities()[i + 1] == entity) {
      return null;
    }
    return window.meets(leastAdded[i], greatestAdded[i], greatestRetracted[i])
        ? load(i, segments)
        : Segment.EMPTY;
  }

  /**
   * Returns the last segment whose first fact is of an entity before {@code entity}, 0 if there is
   * none. Takes no branch that depends on what it finds, as half of those would be mispredicted.
   */
  private int lastBefore(long entity) {
    long[] entities = firsts.entities();
    int found = 0;
    for (int length = ids.length; length > 1; ) {
      int half = length >>> 1;
      found += entities[found + half] < entity ? half : 0;
      length -= half;
    }
    return found;
  }

  /** Returns the number of facts in {@code range}. */
  long count(Range range, Segments segments) {
    return ids.length == 0 ? 0 : rank(range.until(), segments) - rank(range.from(), segments);
  }

  private long rank(Probe place, Segments segments) {
    if (place.depth() == 0) {
      return place.after() ? count() : 0;
    }
    int i = find(place);
    return before[i] + place.firstAfter(load(i, segments));
  }

  /**
   * Returns segment {@code i}, and finds it without a look-up while {@link SegmentCache} has it.
   */
  Segment load(int i, Segments segments) {
    WeakReference<Segment> known = loaded.get(i);
    Segment segment = known == null ? null : known.get();
    if (segment == null) {
      segment = segments.load(ids[i]);
      loaded.set(i, new WeakReference<>(segment));
    } else {
      segment.markRead();
    }
    return segment;
  }

  /**
   * Returns whether there may be facts with an attribute and value, if this is sorted by them;
   * reads no segment to find out.
   *
   * @param values all facts with these
   */
  boolean mayHave(Range values, Segments segments) {
    if (ids.length == 0) {
      return false;
    }
    Probe place = values.from();
    int i = find(place);
    if (i + 1 < ids.length && values.until().isAfter(firsts, i + 1)) {
      return true;
    }
    if (firsts.attributes()[i] != place.attribute()) {
      return false;
    }
    WeakReference<Segment> known = loaded.get(i);
    if (known != null && known.get() != null) {
      return true;
    }
    ValueFilter filter = segments.filter(ids[i]);
    return filter == null || filter.mayHave(place.value());
  }

  /**
   * Returns a walk over the facts in {@code range} that {@code window} may see, null when there are
   * none.
   */
  @Nullable Strand strand(Range range, Window window, Segments segments) {
    if (ids.length == 0) {
      return null;
    }
    int first = find(range.from());
    int end = first + 1;
    if (end < ids.length && range.until().isAfter(firsts, end)) {
      end = range.until().firstAfter(firsts, end);
    }
    return end - first == 1
        ? piece(first, range, window, segments)
        : new Pieces(first, end, range, window, segments);
  }

  /** Returns a walk over the facts in segment {@code i}, in which all of {@code range} lies. */
  private @Nullable Strand piece(int i, Range range, Window window, Segments segments) {
    if (!window.meets(leastAdded[i], greatestAdded[i], greatestRetracted[i])) {
      return null;
    }
    Segment segment = load(i, segments);
    int from = range.from().firstAfter(segment);
    int until = range.until().firstAfter(segment, from);
    if (until - from <= FEW && !window.holdsAll(segment)) {
      while (from < until && !window.sees(segment, from)) {
        from++;
      }
      while (from < until && !window.sees(segment, until - 1)) {
        until--;
      }
    }
    return from < until ? Strand.of(segment, from, until) : null;
  }

  /** A walk over several segments. */
  private final class Pieces extends Strand {
    private final int first;
    private final int end;
    private final Range range;
    private final Window window;
    private final Segments segments;
    private int i;

    Pieces(int first, int end, Range range, Window window, Segments segments) {
      this.first = first;
      this.end = end;
      this.range = range;
      this.window = window;
      this.segments = segments;
      this.i = first;
    }

    @Override
    boolean nextPiece() {
      while (i < end) {
        int piece = i++;
        if (window.meets(leastAdded[piece], greatestAdded[piece], greatestRetracted[piece])) {
          Segment segment = load(piece, segments);
          int from = piece == first ? range.from().firstAfter(segment) : 0;
          stand(
              segment,
              from,
              piece == end - 1 ? range.until().firstAfter(segment, from) : segment.count());
          return true;
        }
      }
      return false;
    }
  }

  /** Returns all ids, ascending by the facts of their segments. */
  long[] ids() {
    return Arrays.copyOf(ids, ids.length);
  }
}
