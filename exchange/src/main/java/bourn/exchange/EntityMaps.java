package bourn.exchange;

import bourn.datoms.Attribute;
import bourn.datoms.BuiltIn;
import bourn.datoms.Datom;
import bourn.datoms.EntityIds;
import bourn.datoms.Schema;
import bourn.index.Database;
import bourn.index.DatomOrder;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The entities of a database, one after the other, with the values of each attribute. */
final class EntityMaps {

  /** Turns a value of an attribute into what is written. */
  @FunctionalInterface
  interface Writing {
    Value write(Attribute attribute, Value value, Database database);
  }

  private final Database database;
  private final Writing writing;

  EntityMaps(Database database, Writing writing) {
    this.database = database;
    this.writing = writing;
  }

  /** Returns {@code value} as a form of a transaction says it. */
  static Value asForm(Attribute attribute, Value value, Database database) {
    return attribute.isReference() && value instanceof Value.Int(long entity)
        ? target(entity, database)
        : value;
  }

  /** Returns what names {@code entity} in another stream: its ident in the schema's range. */
  static Value target(long entity, Database database) {
    Keyword ident = EntityIds.isSchema(entity) ? database.ident(entity) : null;
    return ident == null ? new Value.Int(entity) : ident;
  }

  /** An entity with its values, none of which are derived from others. */
  record Entity(long id, Map<Attribute, List<Value>> values) {}

  /** Passes users' entities, ascending. */
  static void users(Database database, Consumer<Entity> out) {
    each(database, 1, EntityIds.SCHEMA, out);
  }

  private static void each(Database database, long from, long until, Consumer<Entity> out) {
    Entity entity = null;
    for (Datom datom : database.seek(DatomOrder.EAVT, new Value.Int(from))) {
      if (datom.entity() >= until) {
        break;
      }
      if (entity == null || entity.id() != datom.entity()) {
        if (entity != null) {
          out.accept(entity);
        }
        entity = new Entity(datom.entity(), new LinkedHashMap<>());
      }
      Attribute attribute = attribute(database, datom.attribute());
      if (!attribute.isComposite()) {
        entity.values().computeIfAbsent(attribute, any -> new ArrayList<>()).add(datom.value());
      }
    }
    if (entity != null) {
      out.accept(entity);
    }
  }

  private static Attribute attribute(Database database, long id) {
    return Objects.requireNonNull(database.attribute(id), "a fact has an attribute that is none");
  }

  /** Passes all maps: those of attributes, then those of users' entities. */
  void each(Consumer<Value> out) {
    each(
        database,
        EntityIds.FIRST_ATTRIBUTE,
        EntityIds.TRANSACTION,
        entity -> {
          Value map = schema(entity);
          if (map != null) {
            out.accept(map);
          }
        });
    Set<Long> attributes =
        database.attributes().stream()
            .map(Attribute::id)
            .filter(EntityIds::isUser)
            .collect(Collectors.toCollection(TreeSet::new));
    for (long attribute : attributes) {
      each(database, attribute, attribute + 1, entity -> out.accept(user(entity)));
    }
    users(
        database,
        entity -> {
          if (!attributes.contains(entity.id())) {
            out.accept(user(entity));
          }
        });
  }

  private Value user(Entity entity) {
    Value.Entries.Builder map = new Value.Entries.Builder(8);
    return map(entity, map.add(Keyword.of("db/id"), Value.of(entity.id())));
  }

  /** Returns the map of an entity of the schema; null when it is made by naming it. */
  private @Nullable Value schema(Entity entity) {
    Value.Entries.Builder map = new Value.Entries.Builder(8);
    Attribute attribute = database.attribute(entity.id());
    boolean declared =
        entity.values().keySet().stream()
            .anyMatch(said -> said.id() != BuiltIn.IDENT && Schema.describes(said.id()));
    if (attribute != null && !declared) {
      if (entity.values().size() == 1) {
        return null;
      }
      map.add(Keyword.of("db/cardinality"), Keyword.of("db.cardinality/one"));
    }
    return map(entity, map);
  }

  private Value map(Entity entity, Value.Entries.Builder map) {
    entity
        .values()
        .forEach(
            (attribute, values) -> {
              Set<Value> written = new LinkedHashSet<>();
              values.forEach(value -> written.add(writing.write(attribute, value, database)));
              map.add(
                  attribute.ident(),
                  attribute.many() ? new Value.Members(written) : written.iterator().next());
            });
    return map.build();
  }
}
