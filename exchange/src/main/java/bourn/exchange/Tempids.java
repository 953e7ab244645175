package bourn.exchange;

import bourn.datoms.Attribute;
import bourn.index.Database;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Has a tempid name the same entity in all of a file, though a tempid of a transaction does so in
 * that transaction only: the entity has the name of the import and the tempid as a unique value.
 */
final class Tempids {

  private static final Keyword TEMPID = Keyword.of("import/tempid");
  private static final Keyword ID = Keyword.of("db/id");

  private final String importName;

  Tempids(String importName) {
    this.importName = importName;
  }

  /** Adds to {@code batch} what the tempids in {@code form} name. */
  void add(Value form, Batch batch) {
    Set<Value> tempids = new LinkedHashSet<>();
    find(form, batch.before(), tempids);
    for (Value tempid : tempids) {
      if (batch.before().attribute(TEMPID) == null) {
        batch.addOnce(
            Value.map(
                "db/ident",
                TEMPID,
                "db/valueType",
                Keyword.of("db.type/string"),
                "db/unique",
                Keyword.of("db.unique/identity")));
      }
      batch.addOnce(Value.map("db/id", tempid, TEMPID.name(), importName + " " + tempid));
    }
  }

  private static void find(Value form, Database before, Set<Value> out) {
    switch (form) {
      case Value.Entries map -> inMap(map, before, out);
      case Value.Items(List<Value> items)
          when items.size() > 1 && items.getFirst() instanceof Keyword operator -> {
        if (operator.name().startsWith("db/") || operator.name().startsWith("db.fn/")) {
          take(items.get(1), out);
          Attribute attribute = items.size() > 3 ? attribute(items.get(2), before) : null;
          if (attribute != null && attribute.isReference()) {
            items.subList(3, items.size()).forEach(value -> target(value, before, out));
          }
        }
      }
      default -> {}
    }
  }

  private static void inMap(Value.Entries map, Database before, Set<Value> out) {
    for (Map.Entry<Value, Value> entry : map.entries().entrySet()) {
      if (entry.getKey().equals(ID)) {
        take(entry.getValue(), out);
      } else {
        Attribute attribute = attribute(entry.getKey(), before);
        if (attribute != null && attribute.isReference()) {
          target(entry.getValue(), before, out);
        }
      }
    }
  }

  private static @Nullable Attribute attribute(Value name, Database before) {
    return name instanceof Keyword keyword ? before.attribute(forward(keyword)) : null;
  }

  /** Returns {@code :ns/name} of {@code :ns/_name}. */
  static Keyword forward(Keyword name) {
    String local = name.localName();
    if (local.length() < 2 || local.charAt(0) != '_') {
      return name;
    }
    String namespace = name.namespace();
    return Keyword.of((namespace == null ? "" : namespace + "/") + local.substring(1));
  }

  private static void target(Value value, Database before, Set<Value> out) {
    switch (value) {
      case Value.Entries map -> inMap(map, before, out);
      case Value.Items(List<Value> items) -> targets(items, before, out);
      case Value.Members(Set<Value> members) -> targets(members, before, out);
      default -> take(value, out);
    }
  }

  private static void targets(Collection<Value> values, Database before, Set<Value> out) {
    boolean isLookup = values.size() == 2 && values.iterator().next() instanceof Keyword;
    if (!isLookup) {
      values.forEach(value -> target(value, before, out));
    }
  }

  private static void take(Value value, Set<Value> out) {
    if ((value instanceof Value.Text(String name) && !name.equals("datomic.tx"))
        || (value instanceof Value.Int(long number) && number < 0)) {
      out.add(value);
    }
  }
}
