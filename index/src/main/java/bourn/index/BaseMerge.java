package bourn.index;

import bourn.kernel.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/** Merges a run into the segments of a base: what makes novelty durable. */
final class BaseMerge {

  private final IndexStore store;
  private final int segmentSize;
  private final KeyValue.Batch batch;
  private final LongPredicate keepsHistory;
  private final List<Long> replaced = new ArrayList<>();

  /**
   * Prepares a merge whose new segments go into {@code batch}.
   *
   * @param keepsHistory whether what was retracted of an attribute is to be kept
   */
  BaseMerge(IndexStore store, int segmentSize, LongPredicate keepsHistory, KeyValue.Batch batch) {
    this.keepsHistory = keepsHistory;
    this.segmentSize = segmentSize;
    this.store = store;
    this.batch = batch;
  }

  /** Returns the numbers of the segments that the merged base does not hold any more. */
  List<Long> replaced() {
    return replaced;
  }

  Base merge(Base base, Run run) {
    List<SegmentList> current = new ArrayList<>();
    List<SegmentList> history = new ArrayList<>();
    for (Order order : Order.values()) {
      ListMerge live = list(order, base.current(order), run.in(order));
      current.add(live.merge(false));
      replaced.addAll(live.replaced());
      Segment retracted = live.retracted().where(keepsHistory).toSegment();
      ListMerge dead = list(order, base.history(order), retracted);
      history.add(dead.merge(true));
      replaced.addAll(dead.replaced());
    }
    return new Base(current, history);
  }

  private ListMerge list(Order order, SegmentList list, Segment additions) {
    return new ListMerge(
        segmentSize, order, list, additions, store, segment -> store.add(segment, batch));
  }
}
