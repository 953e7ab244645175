package bourn.index;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Merges facts into the segments of one order: only the segments among whose facts they fall are
 * made anew.
 */
final class ListMerge {

  private final int segmentSize;
  private final Order order;
  private final SegmentList list;
  private final Segment additions;
  private final Segments segments;
  private final ToLongFunction<Segment> store;
  private final Pieces retracted = new Pieces();
  private final List<Long> replaced = new ArrayList<>();
  private final Pieces firsts = new Pieces();
  private final List<long[]> entries = new ArrayList<>();

  /**
   * Prepares a merge.
   *
   * @param segmentSize about how many facts a segment holds
   * @param store writes a segment and returns its number
   */
  ListMerge(
      int segmentSize,
      Order order,
      SegmentList list,
      Segment additions,
      Segments segments,
      ToLongFunction<Segment> store) {
    this.segmentSize = segmentSize;
    this.order = order;
    this.list = list;
    this.additions = additions;
    this.segments = segments;
    this.store = store;
  }

  /** Returns the facts that the merged list does not hold because they were retracted. */
  Pieces retracted() {
    return retracted;
  }

  /** Returns the numbers of the segments that the merged list does not hold any more. */
  List<Long> replaced() {
    return replaced;
  }

  /**
   * Returns the merged list.
   *
   * @param history whether it holds facts that were retracted
   */
  SegmentList merge(boolean history) {
    if (additions.count() == 0) {
      return list;
    }
    int next = 0;
    int row = 0;
    while (row < additions.count()) {
      int target = target(row);
      boolean into = target >= 0 && isTarget(target, row);
      int keepUntil = into ? target : target + 1;
      keep(next, keepUntil);
      next = into ? target + 1 : keepUntil;
      int end = end(row, next);
      add(into ? target : -1, row, end, history);
      row = end;
    }
    keep(next, list.size());
    return new SegmentList(
        firsts.toSegment().undescribed(), column(0), counts(), column(2), column(3), column(4));
  }

  /** Returns the segment into which a fact belongs, or after which, when it is none's; or -1. */
  private int target(int row) {
    int after = Keys.gallop(order, list.firsts(), 0, list.size(), additions, row);
    boolean equal =
        after < list.size() && Keys.compare(order, list.firsts(), after, additions, row) == 0;
    int target = equal ? after : after - 1;
    boolean behind = target >= 0 && isTarget(target, row);
    return !behind && target + 1 < list.size() && isTarget(target + 1, row) ? target + 1 : target;
  }

  private boolean isTarget(int segment, int row) {
    return order == Order.EAVT
        || list.firsts().attributes()[segment] == additions.attributes()[row];
  }

  /** Returns the first addition that belongs to segment {@code next} or, by attribute, to none. */
  private int end(int row, int next) {
    int end =
        next == list.size()
            ? additions.count()
            : Keys.gallop(order, additions, row, additions.count(), list.firsts(), next);
    if (order == Order.EAVT) {
      return end;
    }
    int same = row;
    while (same < end && additions.attributes()[same] == additions.attributes()[row]) {
      same++;
    }
    return same;
  }

  private void keep(int from, int until) {
    for (int i = from; i < until; i++) {
      firsts.add(list.firsts(), i, i + 1);
      entries.add(
          new long[] {
            list.id(i),
            list.count(i),
            list.leastAdded(i),
            list.greatestAdded(i),
            list.greatestRetracted(i)
          });
    }
  }

  private void add(int target, int from, int until, boolean history) {
    List<Strand> strands = new ArrayList<>();
    if (target >= 0) {
      Segment old = segments.load(list.id(target));
      strands.add(Strand.of(old, 0, old.count()));
      replaced.add(list.id(target));
    }
    strands.add(Strand.of(additions, from, until));
    Pieces kept = new Pieces();
    Merger.merge(order, strands, (segment, start, end) -> sort(segment, start, end, history, kept));
    for (Segment segment : kept.cut(segmentSize, order != Order.EAVT)) {
      enter(segment);
    }
  }

  private boolean sort(Segment segment, int from, int until, boolean history, Pieces kept) {
    if (history || segment.retracted() == null) {
      kept.add(segment, from, until);
      return true;
    }
    int start = from;
    while (start < until) {
      boolean live = segment.retracted(start) == Segment.LIVE;
      int end = start;
      while (end < until && live == (segment.retracted(end) == Segment.LIVE)) {
        end++;
      }
      (live ? kept : retracted).add(segment, start, end);
      start = end;
    }
    return true;
  }

  private void enter(Segment segment) {
    firsts.add(segment, 0, 1);
    entries.add(
        new long[] {
          store.applyAsLong(segment),
          segment.count(),
          segment.leastAdded(),
          segment.greatestAdded(),
          segment.greatestRetracted()
        });
  }

  private long[] column(int index) {
    return entries.stream().mapToLong(entry -> entry[index]).toArray();
  }

  private int[] counts() {
    return entries.stream().mapToInt(entry -> (int) entry[1]).toArray();
  }
}
