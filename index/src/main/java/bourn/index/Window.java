package bourn.index;

import bourn.datoms.EntityIds;
import bourn.kernel.Bound;

/**
 * Which facts a database sees, by transactions as their entities.
 *
 * @param from the first transaction inside
 * @param until the first transaction after it
 * @param history whether every assertion and retraction inside is seen, not only what holds
 */
record Window(long from, long until, boolean history) {

  static Window of(Bound bound, boolean history) {
    return new Window(
        EntityIds.transaction(bound.from()), EntityIds.transaction(bound.until()), history);
  }

  /** Returns whether a fact that holds at the end began inside. */
  boolean holds(long added, long retracted) {
    return from <= added && added < until && retracted >= until;
  }

  boolean contains(long transaction) {
    return from <= transaction && transaction < until;
  }

  /** Returns whether every fact of {@code segment} holds at the end and began inside. */
  boolean holdsAll(Segment segment) {
    return segment.retracted() == null
        && from <= segment.leastAdded()
        && segment.greatestAdded() < until;
  }

  /** Returns whether facts of a segment with these bounds may be seen. */
  boolean meets(long leastAdded, long greatestAdded, long greatestRetracted) {
    if (leastAdded >= until) {
      return false;
    }
    return history
        ? greatestAdded >= from || greatestRetracted >= from
        : greatestAdded >= from && greatestRetracted >= until;
  }
}
