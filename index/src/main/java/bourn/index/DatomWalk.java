package bourn.index;

import bourn.datoms.Datom;
import bourn.datoms.EntityIds;
import bourn.datoms.Meta;
import bourn.kernel.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Goes through a range of datoms, forward or backward, a block at a time. */
final class DatomWalk implements Iterator<Datom> {

  /*
   * A block ends between facts that differ, so that the next one can be found again by the last
   * fact, whatever was merged meanwhile. Backward, blocks are those of the segments that hold, and
   * what novelty has between them.
   */

  private static final int FIRST_BLOCK = 32;
  private static final int MOST_BLOCK = 4_096;

  private final Snapshots snapshots;
  private final Window window;
  private final boolean backward;
  private final Deque<Datom> block = new ArrayDeque<>();
  private Range rest;
  private int size = FIRST_BLOCK;
  private boolean ended;

  DatomWalk(Snapshots snapshots, Window window, Range range, boolean backward) {
    this.snapshots = snapshots;
    this.window = window;
    this.rest = range;
    this.backward = backward;
  }

  @Override
  public boolean hasNext() {
    while (block.isEmpty() && !ended) {
      load();
    }
    return !block.isEmpty();
  }

  @Override
  public Datom next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the datoms have ended");
    }
    return backward ? block.removeLast() : block.removeFirst();
  }

  private void load() {
    Snapshot snapshot = snapshots.pin();
    try {
      if (backward) {
        loadBefore(snapshot);
      } else {
        loadAfter(snapshot);
      }
    } finally {
      snapshots.unpin(snapshot);
    }
  }

  private void loadAfter(Snapshot snapshot) {
    Last last = new Last();
    ended =
        snapshot.scan(
            rest,
            window,
            (segment, from, until) -> {
              for (int row = from; row < until; row++) {
                if (block.size() >= size && !last.isSame(segment, row)) {
                  return false;
                }
                last.is(segment, row);
                add(window, segment, row, block);
              }
              return true;
            });
    if (!ended) {
      rest = new Range(last.place(rest.order(), true), rest.until());
      size = Math.min(MOST_BLOCK, 4 * size);
    }
  }

  private void loadBefore(Snapshot snapshot) {
    SegmentList list = snapshot.base().current(rest.order());
    Probe until = rest.until();
    int index = list.size() == 0 ? -1 : list.find(until);
    while (index >= 0 && until.firstAfter(list.firsts()) <= index) {
      index--;
    }
    Probe from = rest.from();
    if (index >= 0) {
      Last first = new Last();
      first.is(list.firsts(), index);
      Probe start = first.place(rest.order(), false);
      if (from.firstAfter(list.firsts()) <= index) {
        from = start;
      }
    }
    boolean _ =
        snapshot.scan(
            new Range(from, until),
            window,
            (segment, begin, end) -> {
              for (int row = begin; row < end; row++) {
                add(window, segment, row, block);
              }
              return true;
            });
    ended = from.equals(rest.from());
    rest = new Range(rest.from(), from);
  }

  /** The fact that was passed last. */
  private static final class Last {
    private long entity;
    private long attribute;
    private Value value = Value.Nil.NIL;

    void is(Segment segment, int row) {
      entity = segment.entities()[row];
      attribute = segment.attributes()[row];
      value = segment.value(row);
    }

    boolean isSame(Segment segment, int row) {
      return segment.entities()[row] == entity
          && segment.attributes()[row] == attribute
          && segment.value(row).equals(value);
    }

    Probe place(Order order, boolean after) {
      return Probe.of(order, 3, entity, attribute, value, after);
    }
  }

  /** Adds what {@code window} sees of one fact. */
  static void add(Window window, Segment segment, int row, Collection<Datom> datoms) {
    long added = segment.added()[row];
    long retracted = segment.retracted(row);
    if (window.history() ? window.contains(added) : window.holds(added, retracted)) {
      datoms.add(datom(segment, row, added, true));
    }
    if (window.history() && window.contains(retracted)) {
      datoms.add(datom(segment, row, retracted, false));
    }
  }

  /** Returns the datom by which {@code transaction} asserted or retracted one fact. */
  static Datom datom(Segment segment, int row, long transaction, boolean added) {
    return new Datom(
        segment.entities()[row],
        segment.attributes()[row],
        segment.value(row),
        EntityIds.offset(transaction),
        added,
        added ? segment.meta(row) : Meta.NONE);
  }

  /** Returns all datoms of {@code range} in {@code snapshot}. */
  static List<Datom> all(Snapshot snapshot, Range range, Window window) {
    return Objects.requireNonNull(upTo(Integer.MAX_VALUE, snapshot, range, window));
  }

  /** Returns all datoms of {@code range} in {@code snapshot}; null if they are more than that. */
  static @Nullable List<Datom> upTo(int most, Snapshot snapshot, Range range, Window window) {
    List<Datom> datoms = new ArrayList<>();
    boolean all =
        snapshot.scan(
            range,
            window,
            (segment, from, until) -> {
              for (int row = from; row < until && datoms.size() <= most; row++) {
                add(window, segment, row, datoms);
              }
              return datoms.size() <= most;
            });
    return all && datoms.size() <= most ? datoms : null;
  }
}
