package bourn.typed;

import bourn.columns.Kind;
import bourn.kernel.Keyword;
import bourn.kernel.StorageException;
import java.util.Arrays;
import java.util.Locale;

/** What a field of a product type holds, in how many bytes. */
public enum FieldType {

  /* Chunks and segments hold ordinals: a new type goes behind the others. */

  /** True or false. */
  BOOL(1, Kind.BOOL, "true or false"),
  /** A whole number of 8 bits. */
  I8(1, Kind.INT, "a whole number in [-128, 127]"),
  /** A whole number of 16 bits. */
  I16(2, Kind.INT, "a whole number in [-32768, 32767]"),
  /** A whole number of 32 bits. */
  I32(4, Kind.INT, "a whole number in [-2147483648, 2147483647]"),
  /** A whole number of 64 bits. */
  I64(8, Kind.INT, "a whole number of 64 bits"),
  /** A floating point number of 32 bits. */
  F32(4, Kind.REAL, "a floating point number that 32 bits hold exactly"),
  /** A floating point number of 64 bits. */
  F64(8, Kind.REAL, "a floating point number"),
  /** A point in time, in microseconds since 1970. */
  INSTANT(8, Kind.TIME, "an instant"),
  /** A universally unique identifier. */
  UUID(16, Kind.CODE, "a uuid"),
  /** As many bytes as the field says. */
  FIXED_BYTES(0, Kind.CODE, "bytes of the declared length"),
  /** A string that repeats: the row holds its number in a dictionary. */
  SYMBOL(4, Kind.CODE, "a string"),
  /**
   * Any value, of any size: the row holds where it lies in a stream of blobs, see {@link Blobs}.
   */
  BLOB(20, Kind.CODE, "a reference to a blob, as Blobs makes of any value");

  private final int widthBytes;
  private final Kind kind;
  private final String required;

  FieldType(int widthBytes, Kind kind, String required) {
    this.widthBytes = widthBytes;
    this.kind = kind;
    this.required = required;
  }

  /** Returns the bytes of one value; 0 for {@link #FIXED_BYTES}, whose fields say it. */
  public int widthBytes() {
    return widthBytes;
  }

  /** Returns the kind of this type's words in a column. */
  public Kind kind() {
    return kind;
  }

  /** Returns whether a value takes more bytes than a word. */
  boolean isWide() {
    return this == UUID || this == FIXED_BYTES || this == BLOB;
  }

  /** Returns whether one word holds a value itself, rather than a code. */
  boolean isWord() {
    return kind != Kind.CODE;
  }

  /** Returns what a value of this type must be, in words. */
  String required() {
    return required;
  }

  /** Returns whether {@code number} fits this whole-number type. */
  boolean fits(long number) {
    return widthBytes == Long.BYTES || number == (number << shift()) >> shift();
  }

  private int shift() {
    return Long.SIZE - widthBytes * Byte.SIZE;
  }

  /** Returns whether every value of this type is one of {@code other}, as the same word. */
  boolean widensTo(FieldType other) {
    return this == other
        || ((kind == Kind.INT || kind == Kind.REAL)
            && kind == other.kind
            && widthBytes < other.widthBytes);
  }

  /**
   * Returns the type of that ordinal.
   *
   * @throws StorageException if there is none
   */
  static FieldType ofOrdinal(int ordinal) {
    FieldType[] types = values();
    if (ordinal >= types.length) {
      throw new StorageException(
          "a type of field below " + types.length + " is expected, was " + ordinal);
    }
    return types[ordinal];
  }

  /** Returns this type as the keyword that stands for it in a product type's value. */
  Keyword keyword() {
    return Keyword.of(name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /**
   * Returns the type that {@link #keyword} wrote.
   *
   * @throws IllegalArgumentException if there is none
   */
  static FieldType of(Keyword keyword) {
    for (FieldType type : values()) {
      if (type.keyword().equals(keyword)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "a field's type is one of "
            + Arrays.stream(values()).map(FieldType::keyword).toList()
            + ", was "
            + keyword);
  }
}
