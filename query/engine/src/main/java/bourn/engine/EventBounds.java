package bourn.engine;

import bourn.columns.Restriction;
import bourn.kernel.Bound;
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
      long incarnation,
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
          from = Math.max(from, least(reference, incarnation, until));
        }
        if (upper instanceof Reference reference) {
          until = Math.min(until, greatest(reference, incarnation) + 1);
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

  private static long least(Reference reference, long incarnation, long none) {
    return reference.incarnation() < incarnation
        ? 0
        : reference.incarnation() == incarnation ? reference.offset() : none;
  }

  private static long greatest(Reference reference, long incarnation) {
    return reference.incarnation() < incarnation
        ? -1
        : reference.incarnation() == incarnation ? reference.offset() : Reference.OFFSET_LIMIT - 1;
  }
}
