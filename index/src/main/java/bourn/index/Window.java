package bourn.index;

import bourn.datoms.Datom;
import bourn.datoms.EntityIds;
import bourn.kernel.Bound;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which facts a database sees, by transactions as their entities: those of {@code [from, until)},
 * and those of {@code [with, withUntil)}, which are speculative and lie behind all that is in the
 * log.
 *
 * @param from the first transaction inside
 * @param until the first transaction after it
 * @param with the first speculative transaction, {@link Segment#LIVE} if there is none
 * @param withUntil the first transaction after it
 * @param history whether every assertion and retraction inside is seen, not only what holds
 * @param filter which of those, null for all; asked of by {@link Snapshot#scan}
 */
record Window(
    long from,
    long until,
    long with,
    long withUntil,
    boolean history,
    @Nullable Predicate<Datom> filter) {

  /** Makes a window without speculative transactions. */
  Window(long from, long until, boolean history) {
    this(from, until, Segment.LIVE, Segment.LIVE, history, null);
  }

  static Window of(Bound bound, boolean history) {
    return new Window(
        EntityIds.transaction(bound.from()), EntityIds.transaction(bound.until()), history);
  }

  /** Returns this window and the speculative {@code transaction}, which is behind all it sees. */
  Window and(long transaction) {
    if (transaction == until && with == Segment.LIVE) {
      return new Window(from, until + 1, Segment.LIVE, Segment.LIVE, history, filter);
    }
    return new Window(
        from, until, with == Segment.LIVE ? transaction : with, transaction + 1, history, filter);
  }

  /** Returns the part of this that ends before {@code transaction}. */
  Window endingAt(long transaction) {
    if (transaction > with) {
      return new Window(from, until, with, Math.min(transaction, withUntil), history, filter);
    }
    long end = Math.clamp(transaction, from, until);
    return new Window(from, end, Segment.LIVE, Segment.LIVE, history, filter);
  }

  /** Returns the part of this that begins with {@code transaction}. */
  Window beginningAt(long transaction) {
    if (transaction <= until || with == Segment.LIVE) {
      long start = Math.clamp(transaction, from, until);
      return new Window(start, until, with, withUntil, history, filter);
    }
    long start = Math.clamp(transaction, with, withUntil);
    return new Window(until, until, start, withUntil, history, filter);
  }

  /** Returns this as a window of what holds, whenever it began and whoever is to see it. */
  Window whole() {
    return new Window(EntityIds.TRANSACTION, until, with, withUntil, false, null);
  }

  /** Returns the part of this that {@code condition} accepts. */
  Window and(Predicate<Datom> condition) {
    Predicate<Datom> both = filter == null ? condition : AllOf.of(filter, condition);
    return new Window(from, until, with, withUntil, history, both);
  }

  Window withHistory(boolean newHistory) {
    if (history == newHistory) {
      return this;
    }
    return new Window(from, until, with, withUntil, newHistory, filter);
  }

  /** Returns the first transaction after all that is seen. */
  long end() {
    return with == Segment.LIVE ? until : withUntil;
  }

  /** Returns whether a fact that holds at the end began inside. */
  boolean holds(long added, long retracted) {
    return contains(added) && retracted >= until && !isSpeculative(retracted);
  }

  /** Returns whether all that holds is seen, and nothing speculative. */
  boolean isOfLog() {
    return with == Segment.LIVE && filter == null && !history;
  }

  /** Returns whether one fact is seen, now or in history. */
  boolean sees(Segment segment, int row) {
    long added = segment.added()[row];
    long retracted = segment.retracted(row);
    return history ? contains(added) || contains(retracted) : holds(added, retracted);
  }

  boolean contains(long transaction) {
    return (from <= transaction && transaction < until) || isSpeculative(transaction);
  }

  private boolean isSpeculative(long transaction) {
    return with <= transaction && transaction < withUntil;
  }

  /** Returns whether every fact of {@code segment} holds at the end and began inside. */
  boolean holdsAll(Segment segment) {
    return segment.retracted() == null
        && from <= segment.leastAdded()
        && segment.greatestAdded() < until;
  }

  /** Returns whether facts of a segment of the log with these bounds may be seen. */
  boolean meets(long leastAdded, long greatestAdded, long greatestRetracted) {
    if (leastAdded >= until) {
      return false;
    }
    return history
        ? greatestAdded >= from || greatestRetracted >= from
        : greatestAdded >= from && greatestRetracted >= until;
  }
}
