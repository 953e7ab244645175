package bourn.index;

import bourn.datoms.Datom;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Passes on those facts of which a condition accepts a datom.
 *
 * @param window of the datoms
 * @param condition of them
 * @param out is passed what is left: of a history, a fact of which one datom is accepted and the
 *     other is not comes as one that never began, or never ended
 */
record Filtered(Window window, Predicate<Datom> condition, Stretches out) implements Stretches {

  @Override
  public boolean accept(Segment segment, int from, int until) {
    return window.history()
        ? acceptHistory(segment, from, until)
        : acceptHolding(segment, from, until);
  }

  private boolean acceptHolding(Segment segment, int from, int until) {
    int start = from;
    for (int row = from; row < until; row++) {
      long added = segment.added()[row];
      if (window.holds(added, segment.retracted(row))
          && !condition.test(DatomWalk.datom(segment, row, added, true))) {
        if (start < row && !out.accept(segment, start, row)) {
          return false;
        }
        start = row + 1;
      }
    }
    return start == until || out.accept(segment, start, until);
  }

  private boolean acceptHistory(Segment segment, int from, int until) {
    long[] added = Arrays.copyOfRange(segment.added(), from, until);
    long[] retracted = new long[until - from];
    for (int i = 0; i < added.length; i++) {
      int row = from + i;
      if (!accepts(segment, row, added[i], true)) {
        added[i] = Segment.LIVE;
      }
      long end = segment.retracted(row);
      retracted[i] = accepts(segment, row, end, false) ? end : Segment.LIVE;
    }
    return out.accept(segment.with(from, until, added, retracted), 0, added.length);
  }

  private boolean accepts(Segment segment, int row, long transaction, boolean added) {
    return window.contains(transaction)
        && condition.test(DatomWalk.datom(segment, row, transaction, added));
  }
}
