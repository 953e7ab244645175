package bourn.exchange;

import bourn.datoms.Attribute;
import bourn.datoms.BuiltIn;
import bourn.datoms.ValueType;
import bourn.index.Database;
import bourn.kernel.Edn;
import bourn.kernel.Keyword;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Entity maps and their values as JSON has them.
 *
 * <p>A string, of an attribute that declares a type, is read as that; a string of an attribute of
 * references is an ident if it begins with a colon, else a tempid. {@code {"#edn": "text"}} is any
 * value as EDN. An object that is the value of an attribute that is not there yet makes it one of
 * references to parts.
 */
final class JsonValues {

  static final Keyword EDN = Keyword.of("#edn");

  private static final Keyword ID = Keyword.of("db/id");

  private JsonValues() {}

  /** Returns the form that {@code map} is, and adds declarations of its attributes to a batch. */
  static Value.Entries entity(Value.Entries map, Batch batch) {
    Value.Entries.Builder entity = new Value.Entries.Builder(map.entries().size());
    for (Map.Entry<Value, Value> entry : map.entries().entrySet()) {
      Keyword name = name(entry.getKey());
      Value value = entry.getValue();
      if (value instanceof Value.Nil) {
        continue;
      }
      if (name.equals(ID)) {
        entity.add(ID, target(value, batch));
        continue;
      }
      Attribute attribute = batch.before().attribute(Tempids.forward(name));
      boolean reversed = !Tempids.forward(name).equals(name);
      if (attribute == null && !reversed && isParts(value)) {
        declareParts(name, value, batch);
        entity.add(name, target(value, batch));
      } else if (reversed || (attribute != null && attribute.isReference())) {
        entity.add(name, reference(attribute, value, batch));
      } else {
        entity.add(name, value(attribute, value));
      }
    }
    return entity.build();
  }

  private static Keyword name(Value key) {
    return switch (key) {
      case Keyword keyword -> keyword;
      case Value.Text(String text) when text.length() > 1 && text.charAt(0) == ':' ->
          Keyword.of(text.substring(1));
      default ->
          throw new IllegalArgumentException(
              "required a name of an attribute as the key of an object, found " + key);
    };
  }

  private static boolean isParts(Value value) {
    return switch (value) {
      case Value.Entries map -> map.get(EDN) == null;
      case Value.Items(List<Value> items) ->
          !items.isEmpty()
              && items.stream()
                  .allMatch(item -> item instanceof Value.Entries map && map.get(EDN) == null);
      default -> false;
    };
  }

  private static void declareParts(Keyword name, Value value, Batch batch) {
    batch.addOnce(
        Value.map(
            "db/ident",
            name,
            "db/valueType",
            Keyword.of("db.type/ref"),
            "db/cardinality",
            Keyword.of(value instanceof Value.Items ? "db.cardinality/many" : "db.cardinality/one"),
            "db/isComponent",
            true));
  }

  private static Value reference(@Nullable Attribute attribute, Value value, Batch batch) {
    boolean builtIn = attribute != null && BuiltIn.ident(attribute.id()) != null;
    return builtIn && value instanceof Value.Text(String name)
        ? keyword(name)
        : target(value, batch);
  }

  /** Returns the entity, or the entities, that {@code value} stands for. */
  private static Value target(Value value, Batch batch) {
    return switch (value) {
      case Value.Entries map when map.get(EDN) != null -> edn(map);
      case Value.Entries map -> entity(map, batch);
      case Value.Text(String text) when text.length() > 1 && text.charAt(0) == ':' -> keyword(text);
      case Value.Items(List<Value> items) -> targets(items, batch);
      default -> value;
    };
  }

  private static Value targets(List<Value> items, Batch batch) {
    if (items.size() == 2
        && items.getFirst() instanceof Value.Text(String name)
        && !name.isEmpty()) {
      Attribute attribute = batch.before().attribute(keyword(name));
      if (attribute != null && attribute.unique() != null) {
        return Value.list(attribute.ident(), value(attribute, items.getLast()));
      }
    }
    return new Value.Items(items.stream().map(item -> target(item, batch)).toList());
  }

  private static Value value(@Nullable Attribute attribute, Value value) {
    ValueType type = attribute == null ? null : attribute.valueType();
    if (attribute != null && attribute.many() && value instanceof Value.Items(List<Value> items)) {
      return new Value.Items(items.stream().map(item -> scalar(type, item)).toList());
    }
    return scalar(type, value);
  }

  private static Value scalar(@Nullable ValueType type, Value value) {
    return switch (value) {
      case Value.Entries map when map.get(EDN) != null -> edn(map);
      case Value.Text(String text) when type != null -> typed(type, text, value);
      case Value.Int(long number) when type == ValueType.DOUBLE || type == ValueType.FLOAT ->
          Value.of((double) number);
      case Value.Int(long number) when type == ValueType.BIGDEC ->
          new Value.Decimal(BigDecimal.valueOf(number));
      case Value.Real(double real) when type == ValueType.BIGDEC && Double.isFinite(real) ->
          new Value.Decimal(BigDecimal.valueOf(real));
      case Value.Items(List<Value> items) ->
          new Value.Items(items.stream().map(item -> scalar(null, item)).toList());
      default -> value;
    };
  }

  private static Value edn(Value.Entries map) {
    if (map.entries().size() == 1 && map.get(EDN) instanceof Value.Text(String text)) {
      return Edn.read(text);
    }
    throw new IllegalArgumentException(
        "required an object with the one key \"#edn\" and a string, found " + map);
  }

  /** Returns what {@code text} is as a value of {@code type}; itself when it is none. */
  static Value typed(ValueType type, String text, Value itself) {
    try {
      return switch (type) {
        case STRING, URI, REF, TUPLE, BOOLEAN, LONG, DOUBLE, FLOAT, BIGINT -> itself;
        case KEYWORD -> keyword(text);
        case SYMBOL -> new Symbol(text);
        case INSTANT -> time(text);
        case UUID -> new Value.Uuid(UUID.fromString(text));
        case BYTES -> new Value.Bytes(Base64.getDecoder().decode(text));
        case BIGDEC -> new Value.Decimal(new BigDecimal(text));
      };
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException none) {
      return itself;
    }
  }

  private static Value time(String text) {
    Value time = Value.Time.read(text);
    return time == null ? Value.of(OffsetDateTime.parse(text).toInstant()) : time;
  }

  private static Keyword keyword(String text) {
    return Keyword.of(text.startsWith(":") ? text.substring(1) : text);
  }

  /** Returns {@code value} of {@code attribute} so that it is read as what it is. */
  static Value write(Attribute attribute, Value value, Database database) {
    ValueType type = attribute.valueType();
    return switch (value) {
      case Value.Int(long entity) when type == ValueType.REF -> reference(entity, database);
      case Value.Bool bool -> bool;
      case Value.Int number -> number;
      case Value.BigInt number -> number;
      case Value.Real(double real) when Double.isFinite(real) -> value;
      case Value.Text text -> text;
      case Keyword(String name) when type == ValueType.KEYWORD -> Value.of(":" + name);
      case Value.Time time
          when type == ValueType.INSTANT && time.equals(Value.Time.read(time.text())) ->
          Value.of(time.text());
      case Value.Uuid(UUID uuid) when type == ValueType.UUID -> Value.of(uuid.toString());
      case Value.Bytes(byte[] bytes) when type == ValueType.BYTES ->
          Value.of(Base64.getEncoder().encodeToString(bytes));
      case Value.Decimal decimal when type == ValueType.BIGDEC ->
          Value.of(decimal.value().toString());
      default -> Value.map(EDN.name(), Edn.print(value));
    };
  }

  private static Value reference(long entity, Database database) {
    Value target = EntityMaps.target(entity, database);
    return target instanceof Keyword(String name) ? Value.of(":" + name) : target;
  }
}
