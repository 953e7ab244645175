package bourn.typed;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A product type as its author writes it: a list of fields, in EDN, JSON or data. */
final class Declaration {

  /*
   * One field is [name type option...] or a map of the same words, so that EDN and JSON are read by
   * the same rules: a name, a type and an option may be text or a keyword.
   *
   *   [:km :f64]                          {"name": "km", "type": "f64"}
   *   [:place :symbol :nullable]          {"name": "place", "type": "symbol", "nullable": true}
   *   [:grade :i8 :default 0]             {"name": "grade", "type": "i8", "default": 0}
   *   [:key [:fixed-bytes 16] :id 7]      {"name": "key", "type": ["fixed-bytes", 16], "id": 7}
   */

  private static final Keyword NAME = Keyword.of("name");
  private static final Keyword TYPE = Keyword.of("type");
  private static final Keyword NULLABLE = Keyword.of("nullable");
  private static final Keyword DEFAULT = Keyword.of("default");
  private static final Keyword ID = Keyword.of("id");
  private static final List<Keyword> WORDS = List.of(NAME, TYPE, NULLABLE, DEFAULT, ID);

  private Declaration() {}

  /** Returns the fields that {@code value} lists; their ids are their places if not given. */
  static List<Field> fields(Value value) {
    if (!(value instanceof Value.Items(List<Value> items))) {
      throw new IllegalArgumentException(
          "a product type is a list of fields, as [[:km :f64] [:place :symbol :nullable]], was "
              + RowChecks.describe(value));
    }
    List<Field> fields = new ArrayList<>();
    for (Value item : items) {
      fields.add(field(item, fields.size()));
    }
    return fields;
  }

  /**
   * Returns one field of a declaration.
   *
   * @param place where it stands, from 0
   */
  static Field field(Value value, int place) {
    try {
      return field(words(value), place);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "field "
              + (place + 1)
              + " of the declaration, "
              + RowChecks.describe(value)
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static Map<Keyword, Value> words(Value value) {
    return switch (value) {
      case Value.Entries(Map<Value, Value> entries) -> words(entries);
      case Value.Items(List<Value> items) -> words(items);
      default ->
          throw new IllegalArgumentException("[name type option...] or a map of these is required");
    };
  }

  private static Map<Keyword, Value> words(Map<Value, Value> entries) {
    Map<Keyword, Value> words = new LinkedHashMap<>();
    entries.forEach((key, value) -> words.put(word(key), value));
    return words;
  }

  private static Map<Keyword, Value> words(List<Value> items) {
    Map<Keyword, Value> words = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(items.size(), 2); i++) {
      words.put(i == 0 ? NAME : TYPE, items.get(i));
    }
    for (int i = 2; i < items.size(); i++) {
      Keyword word = word(items.get(i));
      boolean alone = word.equals(NULLABLE);
      if (!alone && i + 1 == items.size()) {
        throw new IllegalArgumentException("behind " + word + " a value is required");
      }
      words.put(word, alone ? Value.of(true) : items.get(++i));
    }
    return words;
  }

  private static Keyword word(Value value) {
    Keyword word = keyword(value);
    if (word == null || !WORDS.contains(word)) {
      throw new IllegalArgumentException("one of " + WORDS + " is required, was " + value);
    }
    return word;
  }

  private static Field field(Map<Keyword, Value> words, int place) {
    Keyword name = keyword(words.get(NAME));
    if (name == null) {
      throw new IllegalArgumentException("a name is required, was " + words.get(NAME));
    }
    Shape shape = shape(words.get(TYPE));
    Value id = words.get(ID);
    Field plain =
        new Field(
            id == null ? place : number(id),
            name.name(),
            shape.type(),
            shape.widthBytes(),
            false,
            Value.Nil.NIL);
    Value otherwise = words.get(DEFAULT);
    if (otherwise != null && !otherwise.equals(Value.Nil.NIL)) {
      return plain.or(plain.read(otherwise));
    }
    return Value.of(true).equals(words.get(NULLABLE)) ? plain.orNull() : plain;
  }

  /** A type, and how wide its values are. */
  private record Shape(FieldType type, int widthBytes) {}

  private static Shape shape(@Nullable Value given) {
    if (given instanceof Value.Items(List<Value> items) && items.size() == 2) {
      return new Shape(type(items.getFirst()), number(items.get(1)));
    }
    FieldType type = type(given);
    return new Shape(type, type.widthBytes());
  }

  private static FieldType type(@Nullable Value given) {
    Keyword name = keyword(given);
    if (name == null) {
      throw new IllegalArgumentException("a type is required, was " + given);
    }
    return FieldType.of(name);
  }

  /**
   * Returns the name that {@code value}, a keyword or text, is.
   *
   * @throws IllegalArgumentException if it is none
   */
  static String name(Value value) {
    Keyword name = keyword(value);
    if (name == null) {
      throw new IllegalArgumentException("a name is required, was " + RowChecks.describe(value));
    }
    return name.name();
  }

  private static @Nullable Keyword keyword(@Nullable Value value) {
    return switch (value) {
      case Keyword keyword -> keyword;
      case Value.Text(String text) when !text.isEmpty() && text.charAt(0) != ':' ->
          Keyword.of(text);
      case null, default -> null;
    };
  }

  private static int number(Value value) {
    if (value instanceof Value.Int(long number) && number == (int) number) {
      return (int) number;
    }
    throw new IllegalArgumentException("a whole number is required, was " + value);
  }

  /** Returns {@code type} as a declaration that {@link #fields} reads back. */
  static Value of(ProductType type) {
    List<Value> fields = new ArrayList<>();
    for (int place = 0; place < type.fields().size(); place++) {
      fields.add(of(type.fields().get(place), place));
    }
    return new Value.Items(fields);
  }

  private static Value of(Field field, int place) {
    List<Value> words = new ArrayList<>();
    words.add(field.key());
    words.add(
        field.type() == FieldType.FIXED_BYTES
            ? new Value.Items(List.of(field.type().keyword(), Value.of(field.widthBytes())))
            : field.type().keyword());
    if (field.nullable()) {
      words.add(NULLABLE);
    }
    if (!field.otherwise().equals(Value.Nil.NIL)) {
      words.addAll(List.of(DEFAULT, field.otherwise()));
    }
    if (field.id() != place) {
      words.addAll(List.of(ID, Value.of(field.id())));
    }
    return new Value.Items(words);
  }
}
