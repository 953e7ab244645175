package bourn.typed;

import bourn.columns.Kind;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * One field of a product type.
 *
 * @param id never given to another field of the type, whatever either is called
 * @param name by which rows and queries know the field
 * @param type what it holds
 * @param widthBytes the bytes of one value
 * @param nullable whether a row may be without it
 * @param otherwise what a row that leaves it out holds instead, the field's default; {@code nil}
 *     for none. A field that has one is not nullable
 */
public record Field(
    int id, String name, FieldType type, int widthBytes, boolean nullable, Value otherwise) {

  /** The most bytes of one value. */
  public static final int MOST_BYTES = 4_096;

  /** Ids stay below this. */
  public static final int ID_LIMIT = 0xFF00;

  private static final int FIXED_BYTES_SHAPE = 256;

  private static final Keyword ID = Keyword.of("field/id");
  private static final Keyword NAME = Keyword.of("field/name");
  private static final Keyword TYPE = Keyword.of("field/type");
  private static final Keyword WIDTH = Keyword.of("field/bytes");
  private static final Keyword NULLABLE = Keyword.of("field/nullable");
  private static final Keyword DEFAULT = Keyword.of("field/default");

  public Field {
    if (id < 0 || id >= ID_LIMIT) {
      throw new IllegalArgumentException(
          "a field's id must lie in [0, " + ID_LIMIT + "), was " + id);
    }
    if (name.isEmpty() || name.length() > 200 || name.charAt(0) == ':') {
      throw new IllegalArgumentException(
          "a field's name has 1 to 200 characters, the first no colon, was \"" + name + "\"");
    }
    boolean fits =
        type == FieldType.FIXED_BYTES
            ? widthBytes >= 1 && widthBytes <= MOST_BYTES
            : widthBytes == type.widthBytes();
    if (!fits) {
      throw new IllegalArgumentException(
          "field " + name + " of type " + type + " cannot be " + widthBytes + " bytes wide");
    }
    if (!otherwise.equals(Value.Nil.NIL)) {
      Field plain = new Field(id, name, type, widthBytes, false, Value.Nil.NIL);
      if (nullable || !new ColumnBuffer(plain, 1).set(0, otherwise)) {
        throw new IllegalArgumentException(
            "the default of field "
                + name
                + (nullable ? ", which is nullable, must be none" : " must be " + plain.required())
                + ", was "
                + RowChecks.describe(otherwise));
      }
    }
  }

  /** Returns a field that every row must have, of a type whose width is given. */
  public static Field of(int id, String name, FieldType type) {
    return new Field(id, name, type, type.widthBytes(), false, Value.Nil.NIL);
  }

  /** Returns this field, which a row may be without. */
  public Field orNull() {
    return new Field(id, name, type, widthBytes, true, Value.Nil.NIL);
  }

  /**
   * Returns this field, which is {@code otherwise} in rows that leave it out.
   *
   * @throws IllegalArgumentException if it does not fit
   */
  public Field or(Value otherwise) {
    return new Field(id, name, type, widthBytes, false, otherwise);
  }

  /** Returns whether a row may leave this field out. */
  boolean mayBeLeftOut() {
    return nullable || !otherwise.equals(Value.Nil.NIL);
  }

  /** Returns this field under another id. */
  Field of(int otherId) {
    return new Field(otherId, name, type, widthBytes, nullable, otherwise);
  }

  /** Returns type and width as a number, as {@link TypedBody} writes it. */
  int shape() {
    return type == FieldType.FIXED_BYTES ? FIXED_BYTES_SHAPE + widthBytes : type.ordinal();
  }

  /** Returns this field as it was when its column was written with {@code shape}. */
  Field ofShape(int shape) {
    if (shape == shape()) {
      return this;
    }
    FieldType written =
        shape < FIXED_BYTES_SHAPE ? FieldType.ofOrdinal(shape) : FieldType.FIXED_BYTES;
    int width = shape < FIXED_BYTES_SHAPE ? written.widthBytes() : shape - FIXED_BYTES_SHAPE;
    return new Field(id, name, written, width, true, Value.Nil.NIL);
  }

  /** Returns the key of this field in a row. */
  public Keyword key() {
    return Keyword.of(name);
  }

  /** Returns what a row must hold here, in words. */
  String required() {
    String required = type == FieldType.FIXED_BYTES ? widthBytes + " bytes" : type.required();
    return mayBeLeftOut() ? required + ", or nothing" : required;
  }

  /**
   * Returns what this field holds where a text without its types, as JSON or CSV, gives {@code
   * given}: times and uuids as text, bytes in base 64, whole numbers for floating point. What it
   * cannot be is returned as it is, to be refused.
   */
  Value read(Value given) {
    return switch (given) {
      case Value.Text(String text) -> read(text, given);
      case Value.Int(long whole) ->
          type.kind() == Kind.REAL && (long) (double) whole == whole
              ? new Value.Real(whole)
              : given;
      default -> given;
    };
  }

  private Value read(String text, Value given) {
    try {
      return switch (type) {
        case INSTANT -> Objects.requireNonNullElse(Value.Time.read(text), given);
        case UUID -> new Value.Uuid(UUID.fromString(text));
        case FIXED_BYTES -> new Value.Bytes(Base64.getDecoder().decode(text));
        case BOOL, I8, I16, I32, I64, F32, F64, SYMBOL, BLOB -> given;
      };
    } catch (IllegalArgumentException other) {
      return given;
    }
  }

  Value toValue() {
    Map<Value, Value> entries = new LinkedHashMap<>();
    entries.put(ID, Value.of(id));
    entries.put(NAME, Value.of(name));
    entries.put(TYPE, type.keyword());
    entries.put(WIDTH, Value.of(widthBytes));
    entries.put(NULLABLE, Value.of(nullable));
    if (!otherwise.equals(Value.Nil.NIL)) {
      entries.put(DEFAULT, otherwise);
    }
    return new Value.Entries(entries);
  }

  static Field of(Value value) {
    if (value instanceof Value.Entries entries
        && entries.get(ID) instanceof Value.Int(long id)
        && entries.get(NAME) instanceof Value.Text(String name)
        && entries.get(TYPE) instanceof Keyword type
        && entries.get(WIDTH) instanceof Value.Int(long width)
        && entries.get(NULLABLE) instanceof Value.Bool(boolean nullable)) {
      Value otherwise = entries.get(DEFAULT);
      return new Field(
          Math.toIntExact(id),
          name,
          FieldType.of(type),
          Math.toIntExact(width),
          nullable,
          otherwise == null ? Value.Nil.NIL : otherwise);
    }
    throw new IllegalArgumentException("a field is expected, was " + value);
  }
}
