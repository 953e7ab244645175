package bourn.engine;

import bourn.columns.Restriction;
import bourn.kernel.Bound;
import bourn.kernel.EventStream;
import bourn.kernel.Reference;
import bourn.kernel.Value;
import java.util.List;
import java.util.Set;

/** Cuts a bound to the events that restrictions of references or offsets leave. */
final class EventBounds {

  private EventBounds() {}

  /**
   * Returns a part of {@code bound} that has all events whose reference satisfies all {@code
   * restrictions} of one of {@code references}, and whose offset those of {@code offsets}.
   */
  static Bound cut(
      Bound bound,
      EventStream stream,
      List<Restriction> restrictions,
      Set<Integer> references,
      Set<Integer> offsets) {
    long from = bound.from();
    long until = bound.until();
    for (Restriction restriction : restrictions) {
      if (references.contains(restriction.column())) {
        Value lower = restriction.from();
        Value upper = restriction.until();
        if (lower instanceof Reference reference) {
          from = Math.max(from, after(reference.packed() - 1, stream, bound));
        }
        if (upper instanceof Reference reference) {
          until = Math.min(until, after(reference.packed(), stream, bound));
        }
      } else if (offsets.contains(restriction.column())) {
        if (restriction.from() instanceof Value.Int(long least)) {
          from = Math.max(from, least);
        }
        if (restriction.until() instanceof Value.Int(long greatest)) {
          until = Math.min(until, Math.max(greatest, -1) + 1);
        }
      }
    }
    return from < until ? new Bound(from, until) : new Bound(bound.from(), bound.from());
  }

  /**
   * Returns the first offset of {@code bound} whose reference is greater than {@code packed}, its
   * end when none is. References grow with offsets: a fork has a greater incarnation than its
   * parent.
   */
  private static long after(long packed, EventStream stream, Bound bound) {
    long low = bound.from();
    long high = bound.until();
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (stream.reference(middle).packed() > packed) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
