package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.kernel.Bound;
import bourn.kernel.BoundedStream;
import bourn.kernel.Keyword;
import bourn.kernel.Reference;
import bourn.kernel.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The events of a bounded stream as facts. */
final class EventDatoms implements Table {

  private static final List<String> NAMES = List.of("entity", "attribute", "value", "tx", "added");
  private static final int FACTS_AN_EVENT = 8;

  private final BoundedStream bounded;

  EventDatoms(BoundedStream bounded) {
    this.bounded = bounded;
  }

  @Override
  public List<String> columns() {
    return NAMES;
  }

  @Override
  public void scan(int[] columns, List<Restriction> restrictions, Codes codes, Sink sink) {
    bounded.observe();
    BatchBuilder batch = new BatchBuilder(columns, restrictions, codes, sink);
    Keyword only = onlyAttribute(restrictions);
    EventWalk walk = new EventWalk(bounded);
    walk.go(part(restrictions, only), new Facts(walk, only, batch));
    batch.flush();
  }

  /** Returns the one attribute asked for, or null when it may be several. */
  static @Nullable Keyword onlyAttribute(List<Restriction> restrictions) {
    for (Restriction restriction : restrictions) {
      if (restriction.column() == Source.ATTRIBUTE
          && restriction.only() instanceof Keyword keyword) {
        return keyword;
      }
    }
    return null;
  }

  private Bound part(List<Restriction> restrictions, @Nullable Keyword only) {
    return EventBounds.cut(
        bounded.bound(),
        bounded.stream(),
        restrictions,
        Set.of(Source.ENTITY, Source.TRANSACTION),
        EventAttribute.OFFSET.equals(only) ? Set.of(Source.VALUE) : Set.of());
  }

  @Override
  public long estimate(List<Restriction> restrictions) {
    Keyword only = onlyAttribute(restrictions);
    long events = part(restrictions, only).count();
    long estimate = only == null ? FACTS_AN_EVENT * events : events;
    for (Restriction restriction : restrictions) {
      boolean ofValue = restriction.column() == Source.VALUE && !EventAttribute.OFFSET.equals(only);
      estimate /= !ofValue ? 1 : restriction.only() == null ? 3 : 10;
    }
    return estimate;
  }

  /** Adds the facts of each event to a batch. */
  private static final class Facts implements EventWalk.Visitor {

    private static final Value ADDED = Value.of(true);

    private final EventWalk walk;
    private final @Nullable Keyword only;
    private final BatchBuilder batch;

    Facts(EventWalk walk, @Nullable Keyword only, BatchBuilder batch) {
      this.walk = walk;
      this.only = only;
      this.batch = batch;
    }

    @Override
    public boolean event() {
      return only == null ? all() : one(only);
    }

    @Override
    public boolean chunk() {
      return batch.pause();
    }

    private boolean all() {
      if (walk.value() instanceof Value.Entries(Map<Value, Value> map)) {
        for (Map.Entry<Value, Value> entry : map.entrySet()) {
          if (entry.getKey() instanceof Keyword key
              && !EventAttribute.reserved(key)
              && !(entry.getValue() instanceof Value.Nil)
              && !fact(key, entry.getValue())) {
            return false;
          }
        }
      }
      return one(EventAttribute.VALUE)
          && one(EventAttribute.OFFSET)
          && one(EventAttribute.TIME)
          && one(EventAttribute.ORIGIN)
          && one(EventAttribute.CAUSE);
    }

    private boolean one(Keyword attribute) {
      if (attribute.equals(EventAttribute.CAUSE)) {
        return causes();
      }
      Value value = walk.value(attribute);
      return value == null || fact(attribute, value);
    }

    private boolean causes() {
      for (Reference cause : walk.stamp().causes()) {
        if (!fact(EventAttribute.CAUSE, cause)) {
          return false;
        }
      }
      return true;
    }

    private boolean fact(Keyword attribute, Value value) {
      Reference event = walk.reference();
      return batch.add(
          column ->
              switch (column) {
                case Source.ENTITY, Source.TRANSACTION -> event;
                case Source.ATTRIBUTE -> attribute;
                case Source.VALUE -> value;
                default -> ADDED;
              });
    }
  }
}
