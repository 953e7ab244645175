package bourn.index;

import java.util.ArrayList;
import java.util.List;

/** Merges sorted sources of facts into one sequence. Confined to one thread. */
final class Merger {

  /*
   * A fact has the same key wherever it lies: entity, attribute, value, and the transaction that
   * asserted it. It lies in one source while it holds, and in a newer one since it was retracted, or
   * in two of them if speculation on the past retracts it once more; then the row that knows of the
   * last retraction is the right one.
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
    if (sources.size() == 1) {
      return all(sources.getFirst(), out);
    }
    List<Strand> live = new ArrayList<>(sources.size());
    for (Strand strand : sources) {
      if (strand.moveTo(strand.row())) {
        live.add(strand);
      }
    }
    return new Merger(order, live).run(out);
  }

  /** Passes all facts of {@code only} to {@code out}; returns whether more would be wanted. */
  static boolean all(Strand only, Stretches out) {
    return !only.moveTo(only.row()) || drain(only, out);
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
    return until == least.row() ? same(least, out) : advance(least, until, out);
  }

  private boolean advance(Strand least, int until, Stretches out) {
    boolean more = out.accept(least.segment(), least.row(), until);
    move(least, until);
    return more;
  }

  /** Passes the fact on which {@code one} and others stand. */
  private boolean same(Strand one, Stretches out) {
    List<Strand> standing = new ArrayList<>(3);
    Strand right = one;
    for (Strand strand : strands) {
      if (compare(strand, one) == 0) {
        standing.add(strand);
        right = retracted(strand) > retracted(right) ? strand : right;
      }
    }
    boolean more = out.accept(right.segment(), right.row(), right.row() + 1);
    standing.forEach(strand -> move(strand, strand.row() + 1));
    return more;
  }

  /** Returns the transaction that retracted the fact on which {@code strand} stands, else -1. */
  private static long retracted(Strand strand) {
    long retracted = strand.segment().retracted(strand.row());
    return retracted == Segment.LIVE ? -1 : retracted;
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
