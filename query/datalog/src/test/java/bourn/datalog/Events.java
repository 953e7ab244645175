package bourn.datalog;

import bourn.columns.Table;
import bourn.engine.Source;
import bourn.kernel.Keyword;
import bourn.kernel.Reference;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Events in a list, as a generic stream shows them: each map is an entity named by reference. */
final class Events implements Source {

  private final long incarnation;
  private final List<Map<Keyword, List<Value>>> events = new ArrayList<>();

  Events(long incarnation) {
    this.incarnation = incarnation;
  }

  /** Adds an event with the given causes. */
  Events add(List<Reference> causes, Object... keysAndValues) {
    Map<Keyword, List<Value>> event = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      event.put(Keyword.of((String) keysAndValues[i]), List.of(Value.of(keysAndValues[i + 1])));
    }
    event.put(Keyword.of("event/offset"), List.of(Value.of(events.size())));
    event.put(Keyword.of("event/cause"), List.copyOf(causes));
    events.add(event);
    return this;
  }

  @Override
  public Table datoms() {
    List<List<Value>> rows = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      Reference event = new Reference(incarnation, i);
      events
          .get(i)
          .forEach(
              (key, values) ->
                  values.forEach(
                      value -> rows.add(List.of(event, key, value, event, Value.of(true)))));
    }
    return new ListTable(List.of("entity", "attribute", "value", "transaction", "added"), rows);
  }

  @Override
  public @Nullable Table rows(List<Keyword> attributes) {
    if (attributes.contains(Keyword.of("event/cause"))) {
      return null;
    }
    List<String> columns = new ArrayList<>(List.of("entity"));
    attributes.forEach(attribute -> columns.add(attribute.name()));
    List<List<Value>> rows = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).keySet().containsAll(attributes)) {
        List<Value> row = new ArrayList<>(List.of(new Reference(incarnation, i)));
        for (Keyword attribute : attributes) {
          row.add(events.get(i).get(attribute).getFirst());
        }
        rows.add(row);
      }
    }
    return new ListTable(columns, rows);
  }

  @Override
  public @Nullable Value attribute(Keyword ident) {
    return attributes().contains(ident) ? ident : null;
  }

  @Override
  public Set<Keyword> attributes() {
    Set<Keyword> all = new LinkedHashSet<>();
    events.forEach(event -> all.addAll(event.keySet()));
    return all;
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
  public void observe() {}
}
