package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.kernel.Bound;
import bourn.kernel.BoundedStream;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The events that have all of some attributes, one row each: the reference, then the values. */
final class EventRows implements Table {

  private final BoundedStream bounded;
  private final List<Keyword> attributes;

  EventRows(BoundedStream bounded, List<Keyword> attributes) {
    this.bounded = bounded;
    this.attributes = List.copyOf(attributes);
  }

  @Override
  public List<String> columns() {
    List<String> names = new ArrayList<>();
    names.add("entity");
    attributes.forEach(attribute -> names.add(attribute.name()));
    return names;
  }

  @Override
  public void scan(int[] columns, List<Restriction> restrictions, Codes codes, Sink sink) {
    bounded.observe();
    BatchBuilder batch = new BatchBuilder(columns, restrictions, codes, sink);
    EventWalk walk = new EventWalk(bounded);
    Value[] row = new Value[attributes.size() + 1];
    walk.go(
        part(restrictions),
        new EventWalk.Visitor() {
          @Override
          public boolean event() {
            return !fill(row, walk) || batch.add(column -> row[column]);
          }

          @Override
          public boolean chunk() {
            return batch.pause();
          }
        });
    batch.flush();
  }

  /** Sets the values of an event; returns whether it has all of them. */
  private boolean fill(Value[] row, EventWalk walk) {
    for (int i = 0; i < attributes.size(); i++) {
      @Nullable Value value = walk.value(attributes.get(i));
      if (value == null) {
        return false;
      }
      row[i + 1] = value;
    }
    row[0] = walk.reference();
    return true;
  }

  private Bound part(List<Restriction> restrictions) {
    Set<Integer> offsets = new HashSet<>();
    for (int i = 0; i < attributes.size(); i++) {
      if (attributes.get(i).equals(EventAttribute.OFFSET)) {
        offsets.add(i + 1);
      }
    }
    return EventBounds.cut(bounded.bound(), bounded.stream(), restrictions, Set.of(0), offsets);
  }

  @Override
  public long estimate(List<Restriction> restrictions) {
    long estimate = part(restrictions).count();
    for (Restriction restriction : restrictions) {
      estimate /= restriction.column() == 0 ? 1 : restriction.only() == null ? 3 : 10;
    }
    return estimate;
  }
}
