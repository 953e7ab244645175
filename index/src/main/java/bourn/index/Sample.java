package bourn.index;

/**
 * A few facts of a range, to tell how many different entities or values it has: those that are
 * alike lie together. Confined to one thread.
 */
final class Sample {

  private static final int MOST_SEGMENTS = 4;
  private static final int MOST_FIRSTS = 1_024;

  /** Of one segment; what is not merged yet may be a large one. */
  private static final int MOST_ROWS = 8_192;

  private final Range range;
  private final boolean ofEntities;
  private long rows;
  private long different;

  private Sample(Range range) {
    this.range = range;
    this.ofEntities = range.order() == Order.AEVT;
  }

  /**
   * Estimates how many different entities the facts of {@code range} have, all of one attribute, if
   * it is one of AEVT, and how many different values if it is one of AVET.
   */
  static double distinct(Snapshot snapshot, Range range) {
    Sample sample = new Sample(range);
    SegmentList list = snapshot.base().current(range.order());
    long firsts = 0;
    if (list.size() > 0) {
      int first = list.find(range.from());
      int last = list.find(range.until());
      int segments = last - first + 1;
      int taken = Math.min(segments, MOST_SEGMENTS);
      for (int i = 0; i < taken; i++) {
        sample.add(list.load(first + (int) ((long) i * segments / taken), snapshot.segments()));
      }
      firsts = sample.changes(list.firsts(), first + 1, Math.min(last + 1, first + MOST_FIRSTS));
    }
    snapshot.novelty(range.order()).forEach(sample::add);
    if (sample.rows == 0) {
      return 0;
    }
    double share = (double) sample.different / sample.rows;
    return Math.max((double) firsts, share * snapshot.estimate(range));
  }

  private void add(Segment segment) {
    int from = range.from().firstAfter(segment);
    int until = range.until().firstAfter(segment, from);
    int begin = from + Math.max(0, (until - from - MOST_ROWS) / 2);
    int end = Math.min(until, begin + MOST_ROWS);
    rows += end - begin;
    different += changes(segment, begin, end);
  }

  private long changes(Segment segment, int from, int until) {
    long changes = from < until ? 1 : 0;
    for (int row = from + 1; row < until; row++) {
      boolean same =
          ofEntities
              ? segment.entities()[row] == segment.entities()[row - 1]
              : segment.words()[row] == segment.words()[row - 1];
      changes += same ? 0 : 1;
    }
    return changes;
  }
}
