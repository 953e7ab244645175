package bourn.index;

import bourn.datoms.Attribute;
import bourn.datoms.Datom;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entity of a database, to go from one to another: what is asked for is read when it is asked
 * for. Immutable, and equal to another of the same id in an equal database.
 *
 * <pre>{@code
 * Entity ada = Entity.of(db, Edn.read("[:person/email \"ada@example.org\"]"));
 * ada.ref("person/boss").value("person/name");
 * ada.refs("person/_boss");                              // those whose boss she is
 * }</pre>
 *
 * @param database of which it is
 * @param id the entity's number
 */
public record Entity(Database database, long id) {

  private static final int MOST_PARTS = 1_000_000;
  private static final int MOST_DEPTH = 200;

  /**
   * Returns the entity that {@code form} names, as {@link Database#entity} takes it, or null when
   * there is none.
   */
  public static @Nullable Entity of(Database database, Value form) {
    Long found = database.entity(form);
    return found == null ? null : new Entity(database, found);
  }

  /** Returns the idents of the attributes that it has, in the order of their entities. */
  public Set<Keyword> attributes() {
    Set<Keyword> idents = new LinkedHashSet<>();
    for (Datom datom : database.datoms(id)) {
      Attribute attribute = database.attribute(datom.attribute());
      if (attribute != null) {
        idents.add(attribute.ident());
      }
    }
    return idents;
  }

  /**
   * Returns its value of an attribute, null when it has none; of an attribute of many values the
   * least.
   *
   * @param attribute as {@code person/name}
   * @throws IllegalArgumentException if there is no such attribute
   */
  public @Nullable Value value(String attribute) {
    List<Value> values = values(attribute);
    return values.isEmpty() ? null : values.getFirst();
  }

  /**
   * Returns its values of an attribute, in order.
   *
   * @throws IllegalArgumentException if there is no such attribute
   */
  public List<Value> values(String attribute) {
    return database.values(id, attribute(attribute).id());
  }

  /**
   * Returns the entity that it refers to by an attribute, null when there is none; of several the
   * one with the least number.
   *
   * @param attribute as {@code person/boss}, or {@code person/_boss} for one that refers to this
   * @throws IllegalArgumentException if there is no such attribute, or it refers to nothing
   */
  public @Nullable Entity ref(String attribute) {
    List<Entity> entities = refs(attribute);
    return entities.isEmpty() ? null : entities.getFirst();
  }

  /** Returns all the entities that {@link #ref} is one of, by number. */
  public List<Entity> refs(String attribute) {
    int name = attribute.indexOf('/') + 1;
    boolean reversed = attribute.startsWith("_", name);
    Attribute found =
        reference(
            reversed ? attribute.substring(0, name) + attribute.substring(name + 1) : attribute);
    if (!reversed) {
      return database.values(id, found.id()).stream().map(this::at).toList();
    }
    return database.datoms(DatomOrder.VAET, new Value.Int(id), new Value.Int(found.id())).stream()
        .map(datom -> new Entity(database, datom.entity()))
        .toList();
  }

  private Entity at(Value reference) {
    return new Entity(database, ((Value.Int) reference).value());
  }

  private Attribute attribute(String name) {
    Attribute found = database.attribute(Keyword.of(name));
    if (found == null) {
      throw new IllegalArgumentException("an attribute is required, found :" + name);
    }
    return found;
  }

  private Attribute reference(String name) {
    Attribute found = attribute(name);
    if (!found.isReference()) {
      throw new IllegalArgumentException(
          "an attribute of :db.type/ref is required, found :" + name);
    }
    return found;
  }

  /**
   * Returns all that is known of it as a map: {@code :db/id} and its attributes, those of many
   * values with a set; its components, and theirs, as maps of their own, other entities as {@code
   * {:db/id number}}. Read now.
   *
   * @throws IllegalArgumentException if it has more than a million components
   */
  public Value.Entries touch() {
    return touched(id, new HashSet<>(), 0);
  }

  private Value.Entries touched(long entity, Set<Long> seen, int depth) {
    if (!seen.add(entity) || seen.size() > MOST_PARTS) {
      requireFew(seen);
      return named(entity);
    }
    Map<Attribute, List<Value>> all = new LinkedHashMap<>();
    for (Datom datom : database.datoms(entity)) {
      Attribute attribute = database.attribute(datom.attribute());
      if (attribute != null) {
        all.computeIfAbsent(attribute, any -> new ArrayList<>()).add(datom.value());
      }
    }
    Map<Value, Value> map = new LinkedHashMap<>(named(entity).entries());
    all.forEach(
        (attribute, values) -> {
          List<Value> shown =
              values.stream().map(value -> shown(attribute, value, seen, depth)).toList();
          map.put(
              attribute.ident(),
              attribute.many() ? new Value.Members(Set.copyOf(shown)) : shown.getLast());
        });
    return new Value.Entries(map);
  }

  private static void requireFew(Set<Long> seen) {
    if (seen.size() > MOST_PARTS) {
      throw new IllegalArgumentException(
          "at most " + MOST_PARTS + " components are required, found more");
    }
  }

  private Value shown(Attribute attribute, Value value, Set<Long> seen, int depth) {
    if (!attribute.isReference() || !(value instanceof Value.Int(long target))) {
      return value;
    }
    return attribute.component() && depth < MOST_DEPTH
        ? touched(target, seen, depth + 1)
        : named(target);
  }

  private static Value.Entries named(long entity) {
    return new Value.Entries(Map.of(Keyword.of("db/id"), new Value.Int(entity)));
  }

  @Override
  public String toString() {
    return "#bourn/entity " + id;
  }
}
