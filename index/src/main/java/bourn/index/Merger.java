package bourn.index;

import java.util.ArrayList;
import java.util.List;

/** Merges sorted sources of facts into one sequence. Confined to one thread. */
final class Merger {

  /*
   * A fact has the same key wherever it lies: entity, attribute, value, and the transaction that
   * asserted it. It lies in at most two sources, in an older one while it holds and in a newer one
   * since it was retracted; then the row that knows of the retraction is the right one.
   *
   * Sources seldom interleave row by row, so that the source with the least key gallops up to the
   * next key of any other, and gives all of that as one stretch.
   */

  private final Order order;
  private final List<Strand> strands;

  private Merger(Order order, List<Strand> strands) {
    this.order = order;
    this.strands = strands;
  }

  /** Passes all facts of {@code sources} to {@code out}; returns whether more would be wanted. */
  static boolean merge(Order order, List<Strand> sources, Stretches out) {
    List<Strand> live = new ArrayList<>(sources.size());
    for (Strand strand : sources) {
      if (strand.moveTo(strand.row())) {
        live.add(strand);
      }
    }
    return new Merger(order, live).run(out);
  }

  private boolean run(Stretches out) {
    while (strands.size() > 1) {
      if (!step(out)) {
        return false;
      }
    }
    return strands.isEmpty() || drain(strands.getFirst(), out);
  }

  private static boolean drain(Strand last, Stretches out) {
    do {
      if (!out.accept(last.segment(), last.row(), last.until())) {
        return false;
      }
    } while (last.moveTo(last.until()));
    return true;
  }

  private boolean step(Stretches out) {
    Strand least = strands.get(0);
    Strand second = strands.get(1);
    if (compare(second, least) < 0) {
      least = strands.get(1);
      second = strands.get(0);
    }
    for (int i = 2; i < strands.size(); i++) {
      Strand strand = strands.get(i);
      if (compare(strand, least) < 0) {
        second = least;
        least = strand;
      } else if (compare(strand, second) < 0) {
        second = strand;
      }
    }
    int until =
        Keys.gallop(
            order, least.segment(), least.row(), least.until(), second.segment(), second.row());
    return until == least.row() ? pair(least, second, out) : advance(least, until, out);
  }

  private boolean advance(Strand least, int until, Stretches out) {
    boolean more = out.accept(least.segment(), least.row(), until);
    move(least, until);
    return more;
  }

  private boolean pair(Strand one, Strand other, Stretches out) {
    Strand right = one.segment().retracted(one.row()) == Segment.LIVE ? other : one;
    boolean more = out.accept(right.segment(), right.row(), right.row() + 1);
    move(one, one.row() + 1);
    move(other, other.row() + 1);
    return more;
  }

  private void move(Strand strand, int row) {
    if (!strand.moveTo(row)) {
      strands.remove(strand);
    }
  }

  private int compare(Strand left, Strand right) {
    return Keys.compare(order, left.segment(), left.row(), right.segment(), right.row());
  }
}
