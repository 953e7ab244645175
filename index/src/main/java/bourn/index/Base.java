package bourn.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Everything in durable segments at one checkpoint: one directory of them. Immutable, but for the
 * count of those who read it.
 */
final class Base {

  /*
   * A base is pinned by the index while it is the newest, and by each scan while it runs. When the
   * last pin is gone, segments that a newer base has replaced may be removed.
   */

  /** No segments, and never the base of an index. */
  static final Base NONE = empty();

  private final List<SegmentList> current;
  private final List<SegmentList> history;
  private final AtomicInteger pins = new AtomicInteger(1);

  /**
   * Makes a base.
   *
   * @param current the facts that hold, by the ordinal of the order
   * @param history the facts that were retracted, by the ordinal of the order
   */
  Base(List<SegmentList> current, List<SegmentList> history) {
    this.current = List.copyOf(current);
    this.history = List.copyOf(history);
  }

  static Base empty() {
    List<SegmentList> none = List.of(SegmentList.EMPTY, SegmentList.EMPTY, SegmentList.EMPTY);
    return new Base(none, none);
  }

  SegmentList current(Order order) {
    return current.get(order.ordinal());
  }

  SegmentList history(Order order) {
    return history.get(order.ordinal());
  }

  /**
   * Returns the same base, of which no segment is known to be in memory; not pinned by its pins.
   */
  Base unloaded() {
    return new Base(
        current.stream().map(SegmentList::unloaded).toList(),
        history.stream().map(SegmentList::unloaded).toList());
  }

  /** Returns the numbers of all segments. */
  List<Long> segments() {
    List<Long> segments = new ArrayList<>();
    for (List<SegmentList> lists : List.of(current, history)) {
      lists.forEach(list -> Arrays.stream(list.ids()).forEach(segments::add));
    }
    return segments;
  }

  /** Pins this base; returns whether it was still there to be pinned. */
  boolean pin() {
    return pins.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
  }

  void unpin() {
    pins.decrementAndGet();
  }

  boolean isPinned() {
    return pins.get() > 0;
  }
}
