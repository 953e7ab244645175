package bourn.datoms;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps up the tuples that are made of the values of other attributes. */
final class Composites {

  private final Attributes attributes;
  private final Changes changes;

  Composites(Attributes attributes, Changes changes) {
    this.attributes = attributes;
    this.changes = changes;
  }

  /** Adds and removes tuples as their parts change; returns whether any did. */
  boolean follow() {
    boolean followed = false;
    for (Attribute composite : attributes.composites()) {
      if (composite.tuple() instanceof TupleType.Composite(List<Keyword> parts)) {
        followed |= follow(composite, parts);
      }
    }
    return followed;
  }

  private boolean follow(Attribute composite, List<Keyword> parts) {
    List<@Nullable Attribute> of = new ArrayList<>();
    Set<Long> ids = new HashSet<>();
    ids.add(composite.id());
    for (Keyword part : parts) {
      Attribute attribute = attributes.named(part);
      of.add(attribute);
      if (attribute != null) {
        ids.add(attribute.id());
      }
    }
    Map<Long, Value> touched = new LinkedHashMap<>();
    touched(changes.added(), ids, touched);
    touched(changes.removed(), ids, touched);
    touched.forEach((entity, form) -> follow(entity, composite, of, form));
    return !touched.isEmpty();
  }

  private static void touched(FactTable table, Set<Long> ids, Map<Long, Value> touched) {
    for (int row = 0; row < table.count(); row++) {
      if (ids.contains(table.attribute(row).id())) {
        touched.putIfAbsent(table.entity(row), table.form(row));
      }
    }
  }

  private void follow(
      long entity, Attribute composite, List<@Nullable Attribute> parts, Value form) {
    List<Value> tuple = new ArrayList<>();
    for (Attribute part : parts) {
      List<Value> values = part == null ? List.of() : changes.after(entity, part.id());
      tuple.add(values.isEmpty() ? Value.Nil.NIL : values.getFirst());
    }
    Value value = new Value.Items(tuple);
    int asserted = changes.added().first(entity, composite.id());
    if (asserted >= 0 && !changes.added().value(asserted).equals(value)) {
      throw Refusal.composite(form, composite, value, changes.added().value(asserted));
    }
    if (tuple.stream().allMatch(Value.Nil.class::isInstance)) {
      changes.giveUp(entity, composite.id(), form);
    } else {
      changes.add(entity, composite, value, form);
    }
  }
}
