package bourn.index;

import java.util.Arrays;

/**
 * The durable segments of one order, current or history, in order. Immutable; the segments
 * themselves are loaded when they are read.
 */
final class SegmentList {

  /** No segments. */
  static final SegmentList EMPTY =
      new SegmentList(
          Segment.EMPTY, new long[0], new int[0], new long[0], new long[0], new long[0]);

  private final Segment firsts;
  private final long[] ids;
  private final int[] counts;
  private final long[] leastAdded;
  private final long[] greatestAdded;
  private final long[] greatestRetracted;
  private final long[] before;

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
    this.before = new long[ids.length + 1];
    for (int i = 0; i < ids.length; i++) {
      before[i + 1] = before[i] + counts[i];
    }
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
    return Math.max(0, place.firstAfter(firsts) - 1);
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
    return before[i] + place.firstAfter(segments.load(ids[i]));
  }

  /** Returns a walk over the facts in {@code range} that {@code window} may see. */
  Strand strand(Range range, Window window, Segments segments) {
    int first = ids.length == 0 ? 0 : find(range.from());
    int end = range.until().firstAfter(firsts);
    return new Strand() {
      private int i = first;

      @Override
      boolean nextPiece() {
        while (i < end) {
          int piece = i++;
          if (window.meets(leastAdded[piece], greatestAdded[piece], greatestRetracted[piece])) {
            Segment segment = segments.load(ids[piece]);
            stand(
                segment,
                piece == first ? range.from().firstAfter(segment) : 0,
                piece == end - 1 ? range.until().firstAfter(segment) : segment.count());
            return true;
          }
        }
        return false;
      }
    };
  }

  /** Returns all ids, ascending by the facts of their segments. */
  long[] ids() {
    return Arrays.copyOf(ids, ids.length);
  }
}
