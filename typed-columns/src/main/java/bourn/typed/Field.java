package bourn.typed;

import bourn.kernel.Keyword;
import bourn.kernel.Value;

/**
 * One field of a product type.
 *
 * @param id never given to another field of the type, whatever either is called
 * @param name by which rows and queries know the field
 * @param type what it holds
 * @param widthBytes the bytes of one value
 * @param nullable whether a row may leave it out
 */
public record Field(int id, String name, FieldType type, int widthBytes, boolean nullable) {

  /** The most bytes of one value. */
  public static final int MOST_BYTES = 4_096;

  /** Ids stay below this. */
  public static final int ID_LIMIT = 0xFF00;

  private static final Keyword ID = Keyword.of("field/id");
  private static final Keyword NAME = Keyword.of("field/name");
  private static final Keyword TYPE = Keyword.of("field/type");
  private static final Keyword WIDTH = Keyword.of("field/bytes");
  private static final Keyword NULLABLE = Keyword.of("field/nullable");

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
  }

  /** Returns a field that every row must have, of a type whose width is given. */
  public static Field of(int id, String name, FieldType type) {
    return new Field(id, name, type, type.widthBytes(), false);
  }

  /** Returns this field, which a row may leave out. */
  public Field orNull() {
    return new Field(id, name, type, widthBytes, true);
  }

  /** Returns the key of this field in a row. */
  public Keyword key() {
    return Keyword.of(name);
  }

  /** Returns what a row must hold here, in words. */
  String required() {
    String required = type == FieldType.FIXED_BYTES ? widthBytes + " bytes" : type.required();
    return nullable ? required + ", or nothing" : required;
  }

  Value toValue() {
    return Value.map(
        ID.name(), id,
        NAME.name(), name,
        TYPE.name(), type.keyword(),
        WIDTH.name(), widthBytes,
        NULLABLE.name(), nullable);
  }

  static Field of(Value value) {
    if (value instanceof Value.Entries entries
        && entries.get(ID) instanceof Value.Int(long id)
        && entries.get(NAME) instanceof Value.Text(String name)
        && entries.get(TYPE) instanceof Keyword type
        && entries.get(WIDTH) instanceof Value.Int(long width)
        && entries.get(NULLABLE) instanceof Value.Bool(boolean nullable)) {
      return new Field(
          Math.toIntExact(id), name, FieldType.of(type), Math.toIntExact(width), nullable);
    }
    throw new IllegalArgumentException("a field is expected, was " + value);
  }
}
