package bourn.kernel;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of values. Canonical: equal values have equal bytes, and bytes that no value has
 * are refused.
 *
 * <pre>
 *  tag          value        what follows the tag
 *  0x00         nil
 *  0x01, 0x02   false, true
 *  0x03         int          zig-zag varint, when not in 0 to 63
 *  0x04         real         8 bytes, IEEE 754; one zero, one NaN
 *  0x05         big integer  length, two's complement big-endian, as short as can be
 *  0x06         decimal      zig-zag varint scale, length, unscaled value as above; no trailing zeros
 *  0x07         text         length, UTF-8, when longer than 63 bytes
 *  0x08         keyword      length, UTF-8, when longer than 63 bytes
 *  0x09         symbol       length, UTF-8
 *  0x0A         time         8 bytes, microseconds since 1970
 *  0x0B         uuid         8 bytes low half, 8 bytes high half
 *  0x0C         bytes        length, the bytes
 *  0x0D         list         length, varint count, the items
 *  0x0E         map          length, varint count, key and value in turn, ascending by key
 *  0x0F         set          length, varint count, the members, ascending
 *  0x10         tagged       length, tag (length, UTF-8), value
 *  0x11         reference    varint incarnation, varint offset
 *  0x12         blob         varints incarnation, offset, start and length, 4 bytes crc
 *  0x40 - 0x7F  int          none: the int is the tag's low 6 bits
 *  0x80 - 0xBF  text         UTF-8, as many bytes as the tag's low 6 bits say
 *  0xC0 - 0xFF  keyword      UTF-8, as many bytes as the tag's low 6 bits say
 * </pre>
 *
 * <p>A length is a varint and counts the bytes after itself. Numbers of fixed width are
 * little-endian. Keys and members ascend in the order of {@link Value#compareTo}. Strings that are
 * not Unicode (half of a surrogate pair) are written as {@link ValueOutput#writeUtf8} says.
 */
public final class ValueCodec {

  /** The version of the layout above; a change of layout is a new version. */
  public static final int VERSION = 1;

  static final int NIL = 0x00;
  static final int FALSE = 0x01;
  static final int TRUE = 0x02;
  static final int INT = 0x03;
  static final int REAL = 0x04;
  static final int BIG_INT = 0x05;
  static final int DECIMAL = 0x06;
  static final int TEXT = 0x07;
  static final int KEYWORD = 0x08;
  static final int SYMBOL = 0x09;
  static final int TIME = 0x0A;
  static final int UUID_TAG = 0x0B;
  static final int BYTES = 0x0C;
  static final int LIST = 0x0D;
  static final int MAP = 0x0E;
  static final int SET = 0x0F;
  static final int TAGGED = 0x10;
  static final int REFERENCE = 0x11;
  static final int BLOB = 0x12;
  static final int SMALL_INT = 0x40;
  static final int SHORT_TEXT = 0x80;
  static final int SHORT_KEYWORD = 0xC0;
  static final int SMALL = 64;

  private ValueCodec() {}

  /**
   * Returns the bytes of {@code value}.
   *
   * @throws IllegalArgumentException if it is nested deeper than {@link Value#MOST_DEPTH}
   */
  public static byte[] encode(Value value) {
    ValueOutput output = new ValueOutput(64);
    ValueEncoder.write(value, output);
    return output.toBytes();
  }

  /**
   * Returns the value of which {@code length} bytes of {@code segment} are the bytes.
   *
   * @throws StorageException if they are the bytes of no value
   */
  public static Value decode(MemorySegment segment, long start, long length) {
    return decode(ValueInput.of(segment, start, length));
  }

  /**
   * Returns the value of which {@code bytes} are the bytes.
   *
   * @throws StorageException if they are the bytes of no value
   */
  public static Value decode(byte[] bytes) {
    return decode(new ValueInput(bytes, 0, bytes.length));
  }

  private static Value decode(ValueInput input) {
    Value value = ValueDecoder.read(input);
    if (input.remaining() > 0) {
      throw input.damaged("the end of the value", input.remaining() + " more bytes");
    }
    return value;
  }

  /**
   * Returns what an encoded map holds under {@code key}, without decoding anything else; null when
   * it holds nothing or the value is no map.
   *
   * @throws StorageException if the bytes are the bytes of no value
   */
  public static @Nullable Value get(MemorySegment segment, long start, long length, Keyword key) {
    return get(segment, start, length, encode(key));
  }

  /** As {@link #get(MemorySegment, long, long, Keyword)}, with the bytes of a key of any type. */
  public static @Nullable Value get(
      MemorySegment segment, long start, long length, byte[] encodedKey) {
    EncodedMap map = new EncodedMap(segment, start, length);
    while (map.next()) {
      if (map.isAt(encodedKey)) {
        return map.value();
      }
    }
    return null;
  }
}
