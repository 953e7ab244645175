package bourn.index;

import bourn.datoms.Attribute;
import bourn.datoms.Schema;
import bourn.kernel.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Merges a run into the segments of a base: what makes novelty durable. */
final class BaseMerge {

  private final IndexStore store;
  private final int segmentSize;
  private final KeyValue.Batch batch;
  private final Schema schema;
  private final List<Long> replaced = new ArrayList<>();

  /**
   * Prepares a merge whose new segments go into {@code batch}.
   *
   * @param schema says of which attributes the past is kept, and which are unique
   */
  BaseMerge(IndexStore store, int segmentSize, Schema schema, KeyValue.Batch batch) {
    this.schema = schema;
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
      ListMerge live = list(order, base.current(order), run.in(order), current(order));
      current.add(live.merge(false));
      replaced.addAll(live.replaced());
      Segment retracted = live.retracted().where(this::keepsHistory).toSegment();
      ListMerge dead = list(order, base.history(order), retracted, this::add);
      history.add(dead.merge(true));
      replaced.addAll(dead.replaced());
    }
    return new Base(current, history);
  }

  private ToLongFunction<Segment> current(Order order) {
    return order == Order.AVET ? this::addByValue : this::add;
  }

  private long addByValue(Segment segment) {
    Attribute attribute = schema.attribute(segment.attributes()[0]);
    return attribute == null || attribute.unique() == null
        ? add(segment)
        : store.addFiltered(segment, batch);
  }

  private long add(Segment segment) {
    return store.add(segment, batch);
  }

  private boolean keepsHistory(long id) {
    Attribute attribute = schema.attribute(id);
    return attribute == null || !attribute.noHistory();
  }

  private ListMerge list(
      Order order, SegmentList list, Segment additions, ToLongFunction<Segment> add) {
    return new ListMerge(segmentSize, order, list, additions, store, add);
  }
}
