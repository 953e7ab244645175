package bourn.engine;

import bourn.columns.Table;
import bourn.kernel.Bound;
import bourn.kernel.BoundedStream;
import bourn.kernel.CausalOrder;
import bourn.kernel.Keyword;
import bourn.kernel.Reference;
import bourn.kernel.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stream of any values as facts. */
final class EventSource implements Source {

  private static final long SAMPLE = 1_000;

  private final BoundedStream bounded;

  EventSource(BoundedStream bounded) {
    this.bounded = bounded;
  }

  @Override
  public Table datoms() {
    return new EventDatoms(bounded);
  }

  @Override
  public @Nullable Table rows(List<Keyword> attributes) {
    return attributes.contains(EventAttribute.CAUSE) ? null : new EventRows(bounded, attributes);
  }

  @Override
  public Value attribute(Keyword ident) {
    return ident;
  }

  /** Those of the first thousand events. */
  @Override
  public Set<Keyword> attributes() {
    Set<Keyword> found = new LinkedHashSet<>(keys(bounded, SAMPLE));
    found.add(EventAttribute.VALUE);
    found.addAll(EventAttribute.STAMPED);
    return found;
  }

  /** Returns the keys that are attributes of the first {@code most} events, as they come. */
  static Set<Keyword> keys(BoundedStream bounded, long most) {
    Bound bound = bounded.bound();
    Set<Keyword> found = new LinkedHashSet<>();
    EventWalk walk = new EventWalk(bounded);
    walk.go(
        new Bound(bound.from(), Math.min(bound.until(), bound.from() + most)),
        new EventWalk.Visitor() {
          @Override
          public boolean event() {
            if (walk.value() instanceof Value.Entries entries) {
              entries.entries().keySet().forEach(key -> add(key, found));
            }
            return true;
          }

          @Override
          public boolean chunk() {
            return true;
          }
        });
    return found;
  }

  private static void add(Value key, Set<Keyword> found) {
    if (key instanceof Keyword keyword && !EventAttribute.reserved(keyword)) {
      found.add(keyword);
    }
  }

  @Override
  public boolean strict() {
    return false;
  }

  @Override
  public @Nullable Value entity(Value form) {
    return form instanceof Reference ? form : null;
  }

  @Override
  public CausalOrder order() {
    return bounded.stream().order();
  }

  @Override
  public void observe() {
    bounded.observe();
  }

  @Override
  public Behind behind() {
    return new Behind.Events(bounded);
  }
}
