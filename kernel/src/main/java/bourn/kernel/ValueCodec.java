package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.UUID;
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

  private static final int NIL = 0x00;
  private static final int FALSE = 0x01;
  private static final int TRUE = 0x02;
  private static final int INT = 0x03;
  private static final int REAL = 0x04;
  private static final int BIG_INT = 0x05;
  private static final int DECIMAL = 0x06;
  private static final int TEXT = 0x07;
  private static final int KEYWORD = 0x08;
  private static final int SYMBOL = 0x09;
  private static final int TIME = 0x0A;
  private static final int UUID_TAG = 0x0B;
  private static final int BYTES = 0x0C;
  private static final int LIST = 0x0D;
  private static final int MAP = 0x0E;
  private static final int SET = 0x0F;
  private static final int TAGGED = 0x10;
  private static final int REFERENCE = 0x11;
  private static final int BLOB = 0x12;
  private static final int SMALL_INT = 0x40;
  private static final int SHORT_TEXT = 0x80;
  private static final int SHORT_KEYWORD = 0xC0;
  private static final int SMALL = 64;

  private ValueCodec() {}

  /**
   * Returns the bytes of {@code value}.
   *
   * @throws IllegalArgumentException if it is nested deeper than {@link Value#MOST_DEPTH}
   */
  public static byte[] encode(Value value) {
    ValueOutput output = new ValueOutput(64);
    write(value, output);
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
    Value value = read(input);
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

  static void write(Value value, ValueOutput output) {
    write(value, output, 0);
  }

  private static void write(Value value, ValueOutput output, int depth) {
    switch (value) {
      case Value.Nil nil -> output.writeByte(NIL);
      case Value.Bool bool -> output.writeByte(bool.value() ? TRUE : FALSE);
      case Value.Int number -> writeInt(number.value(), output);
      case Value.Real real -> {
        output.writeByte(REAL);
        output.writeLong(Value.Real.canonicalBits(real.value()));
      }
      case Value.BigInt number -> {
        output.writeByte(BIG_INT);
        writeSized(number.value().toByteArray(), output);
      }
      case Value.Decimal number -> {
        output.writeByte(DECIMAL);
        output.writeZigZag(number.value().scale());
        writeSized(number.value().unscaledValue().toByteArray(), output);
      }
      case Value.Text text -> writeName(text.value(), SHORT_TEXT, TEXT, output);
      case Keyword keyword -> writeName(keyword.name(), SHORT_KEYWORD, KEYWORD, output);
      case Symbol symbol -> {
        output.writeByte(SYMBOL);
        output.writeText(symbol.name());
      }
      case Value.Time time -> {
        output.writeByte(TIME);
        output.writeLong(time.epochMicros());
      }
      case Value.Uuid uuid -> {
        output.writeByte(UUID_TAG);
        output.writeLong(uuid.value().getLeastSignificantBits());
        output.writeLong(uuid.value().getMostSignificantBits());
      }
      case Value.Bytes bytes -> {
        output.writeByte(BYTES);
        writeSized(bytes.value(), output);
      }
      case Value.Items items -> writeItems(items, output, deeper(depth));
      case Value.Entries map -> writeMap(map, output, deeper(depth));
      case Value.Members set -> writeSet(set, output, deeper(depth));
      case Value.Tagged tagged -> {
        output.writeByte(TAGGED);
        int start = output.lengthBytes();
        output.writeText(tagged.tag().name());
        write(tagged.value(), output, deeper(depth));
        output.insertLength(start);
      }
      case Reference reference -> {
        output.writeByte(REFERENCE);
        writeReference(reference, output);
      }
      case BlobReference blob -> {
        output.writeByte(BLOB);
        writeReference(blob.blob(), output);
        output.writeVarint(blob.start());
        output.writeVarint(blob.lengthBytes());
        output.writeInt(blob.crc());
      }
    }
  }

  private static int deeper(int depth) {
    if (depth == Value.MOST_DEPTH) {
      throw new IllegalArgumentException(
          "a value is nested at most " + Value.MOST_DEPTH + " levels deep, was deeper");
    }
    return depth + 1;
  }

  private static void writeInt(long number, ValueOutput output) {
    if (number >= 0 && number < SMALL) {
      output.writeByte(SMALL_INT | (int) number);
    } else {
      output.writeByte(INT);
      output.writeZigZag(number);
    }
  }

  private static void writeSized(byte[] bytes, ValueOutput output) {
    output.writeVarint(bytes.length);
    output.writeBytes(bytes);
  }

  private static void writeName(String name, int shortTag, int tag, ValueOutput output) {
    if (name.length() < SMALL && writeShortName(name, shortTag, output)) {
      return;
    }
    output.writeByte(tag);
    output.writeText(name);
  }

  /** Writes {@code name}, or nothing when it takes too many bytes. */
  private static boolean writeShortName(String name, int shortTag, ValueOutput output) {
    int start = output.lengthBytes();
    output.writeByte(shortTag);
    output.writeUtf8(name);
    int lengthBytes = output.lengthBytes() - start - 1;
    if (lengthBytes >= SMALL) {
      output.truncate(start);
      return false;
    }
    output.setByte(start, shortTag | lengthBytes);
    return true;
  }

  private static void writeReference(Reference reference, ValueOutput output) {
    output.writeVarint(reference.incarnation());
    output.writeVarint(reference.offset());
  }

  private static void writeItems(Value.Items list, ValueOutput output, int depth) {
    output.writeByte(LIST);
    int start = output.lengthBytes();
    output.writeVarint(list.items().size());
    for (Value item : list.items()) {
      write(item, output, depth);
    }
    output.insertLength(start);
  }

  private static void writeMap(Value.Entries entries, ValueOutput output, int depth) {
    ValueMap map = entries.map();
    output.writeByte(MAP);
    int start = output.lengthBytes();
    output.writeVarint(map.size());
    for (int rank = 0; rank < map.size(); rank++) {
      int index = map.keys().index(rank);
      write(map.keys().given(index), output, depth);
      write(map.given(index), output, depth);
    }
    output.insertLength(start);
  }

  private static void writeSet(Value.Members set, ValueOutput output, int depth) {
    Ascending members = set.ascending();
    output.writeByte(SET);
    int start = output.lengthBytes();
    output.writeVarint(members.size());
    for (int rank = 0; rank < members.size(); rank++) {
      write(members.given(members.index(rank)), output, depth);
    }
    output.insertLength(start);
  }

  static Value read(ValueInput input) {
    try {
      return read(input, 0);
    } catch (IllegalArgumentException | ArithmeticException refused) {
      throw input.damaged("a value", String.valueOf(refused.getMessage()));
    }
  }

  private static Value read(ValueInput input, int depth) {
    int tag = input.readByte();
    if (tag >= SHORT_KEYWORD) {
      return input.readKeyword(tag & SMALL - 1);
    }
    if (tag >= SHORT_TEXT) {
      return new Value.Text(input.readUtf8(tag & SMALL - 1));
    }
    if (tag >= SMALL_INT) {
      return Value.of((long) (tag & SMALL - 1));
    }
    return switch (tag) {
      case NIL -> Value.Nil.NIL;
      case FALSE -> new Value.Bool(false);
      case TRUE -> new Value.Bool(true);
      case INT -> readInt(input);
      case REAL -> readReal(input);
      case BIG_INT -> new Value.BigInt(readBigInteger(input));
      case DECIMAL -> readDecimal(input);
      case TEXT -> new Value.Text(readLong(input));
      case KEYWORD -> Keyword.of(readLong(input));
      case SYMBOL -> new Symbol(input.readText());
      case TIME -> new Value.Time(input.readLong());
      case UUID_TAG -> {
        long low = input.readLong();
        yield new Value.Uuid(new UUID(input.readLong(), low));
      }
      case BYTES -> new Value.Bytes(input.readBytes(input.readLength()));
      case LIST -> readItems(input, depth);
      case MAP -> readMap(input, depth);
      case SET -> readSet(input, depth);
      case TAGGED -> readTagged(input, depth);
      case REFERENCE -> readReference(input);
      case BLOB ->
          new BlobReference(
              readReference(input),
              Math.toIntExact(input.readVarint()),
              Math.toIntExact(input.readVarint()),
              input.readInt());
      default -> throw input.damaged("a tag of version " + VERSION, "tag " + tag);
    };
  }

  private static Value readInt(ValueInput input) {
    long number = input.readZigZag();
    if (number >= 0 && number < SMALL) {
      throw input.damaged("the short form of a small int", number + " in the long form");
    }
    return Value.of(number);
  }

  private static Value readReal(ValueInput input) {
    long bits = input.readLong();
    double real = Double.longBitsToDouble(bits);
    if (Value.Real.canonicalBits(real) != bits) {
      throw input.damaged("the one zero or the one NaN", Long.toHexString(bits));
    }
    return Value.of(real);
  }

  private static BigInteger readBigInteger(ValueInput input) {
    byte[] bytes = input.readBytes(input.readLength());
    if (bytes.length == 0
        || bytes.length > Value.MOST_DIGITS
        || (bytes.length > 1 && (bytes[0] == 0 || bytes[0] == -1) && (bytes[0] ^ bytes[1]) >= 0)) {
      throw input.damaged("a number as short as can be", bytes.length + " bytes");
    }
    return new BigInteger(bytes);
  }

  private static Value readDecimal(ValueInput input) {
    int scale = Math.toIntExact(input.readZigZag());
    BigDecimal written = new BigDecimal(readBigInteger(input), scale);
    Value.Decimal decimal = new Value.Decimal(written);
    if (decimal.value().scale() != scale) {
      throw input.damaged("a decimal without trailing zeros", written.toString());
    }
    return decimal;
  }

  private static String readLong(ValueInput input) {
    int lengthBytes = input.readLength();
    if (lengthBytes < SMALL) {
      throw input.damaged("the short form of a short name", lengthBytes + " bytes");
    }
    return input.readUtf8(lengthBytes);
  }

  private static Value readItems(ValueInput input, int depth) {
    int end = readEnd(input, depth);
    Value[] items = new Value[readCount(input, 1)];
    for (int i = 0; i < items.length; i++) {
      items[i] = read(input, depth + 1);
    }
    requireEnd(input, end);
    return new Value.Items(Arrays.asList(items));
  }

  private static Value readMap(ValueInput input, int depth) {
    int end = readEnd(input, depth);
    int count = readCount(input, 2);
    Value[] keys = new Value[count];
    Value[] values = new Value[count];
    for (int i = 0; i < count; i++) {
      keys[i] = read(input, depth + 1);
      requireAscending(input, keys, i);
      values[i] = read(input, depth + 1);
    }
    requireEnd(input, end);
    return new Value.Entries(new ValueMap(Ascending.ofSorted(keys), values));
  }

  private static Value readSet(ValueInput input, int depth) {
    int end = readEnd(input, depth);
    Value[] members = new Value[readCount(input, 1)];
    for (int i = 0; i < members.length; i++) {
      members[i] = read(input, depth + 1);
      requireAscending(input, members, i);
    }
    requireEnd(input, end);
    return new Value.Members(new ValueSet(Ascending.ofSorted(members)));
  }

  private static Value readTagged(ValueInput input, int depth) {
    int end = readEnd(input, depth);
    Symbol tag = new Symbol(input.readText());
    Value value = read(input, depth + 1);
    requireEnd(input, end);
    return new Value.Tagged(tag, value);
  }

  private static Reference readReference(ValueInput input) {
    return new Reference(input.readVarint(), input.readVarint());
  }

  private static int readEnd(ValueInput input, int depth) {
    if (depth == Value.MOST_DEPTH) {
      throw input.damaged("at most " + Value.MOST_DEPTH + " levels of nesting", "one more");
    }
    int length = input.readLength();
    return input.position() + length;
  }

  private static int readCount(ValueInput input, int leastBytes) {
    long count = input.readVarint();
    if (count < 0 || count > input.remaining() / leastBytes) {
      throw input.damaged("a count that fits the bytes", Long.toUnsignedString(count));
    }
    return (int) count;
  }

  private static void requireEnd(ValueInput input, int end) {
    if (input.position() != end) {
      throw input.damaged("the end of a collection at byte " + end, "more or less");
    }
  }

  private static void requireAscending(ValueInput input, Value[] values, int last) {
    if (last > 0 && ValueOrder.compare(values[last - 1], values[last]) >= 0) {
      throw input.damaged(
          "ascending keys or members", values[last - 1] + " before " + values[last]);
    }
  }

  /** Returns where the value that begins at {@code at} ends, no later than {@code end}. */
  static long skip(MemorySegment segment, long at, long end) {
    int tag = byteAt(segment, at, end);
    if (tag >= SHORT_TEXT) {
      return within(at + 1 + (tag & SMALL - 1), end);
    }
    return switch (tag) {
      case REAL, TIME -> within(at + 9, end);
      case UUID_TAG -> within(at + 17, end);
      case INT -> skipVarint(segment, at + 1, end);
      case DECIMAL -> skipSized(segment, skipVarint(segment, at + 1, end), end);
      case REFERENCE -> skipVarint(segment, skipVarint(segment, at + 1, end), end);
      case BLOB -> {
        long offset = skipVarint(segment, skipVarint(segment, at + 1, end), end);
        yield within(skipVarint(segment, skipVarint(segment, offset, end), end) + 4, end);
      }
      case BIG_INT, TEXT, KEYWORD, SYMBOL, BYTES, LIST, MAP, SET, TAGGED ->
          skipSized(segment, at + 1, end);
      default -> {
        if (tag < SMALL_INT && tag > TRUE) {
          throw new StorageException("damaged value: required a tag, found " + tag);
        }
        yield at + 1;
      }
    };
  }

  private static long skipSized(MemorySegment segment, long at, long end) {
    long length = varintAt(segment, at, end);
    if (length < 0 || length > end - at) {
      throw new StorageException("damaged value: required a length within it, found " + length);
    }
    return within(skipVarint(segment, at, end) + length, end);
  }

  private static long skipVarint(MemorySegment segment, long at, long end) {
    long next = at;
    while (byteAt(segment, next, end) >= 0x80) {
      next++;
    }
    return next + 1;
  }

  private static long varintAt(MemorySegment segment, long at, long end) {
    long value = 0;
    int shift = 0;
    for (long next = at; shift < 64; next++, shift += 7) {
      int read = byteAt(segment, next, end);
      value |= (long) (read & 0x7F) << shift;
      if (read < 0x80) {
        return value;
      }
    }
    throw new StorageException("damaged value: required a varint of at most 10 bytes, found more");
  }

  private static int byteAt(MemorySegment segment, long at, long end) {
    within(at + 1, end);
    return segment.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
  }

  private static long within(long position, long end) {
    if (position > end) {
      throw new StorageException(
          "damaged value: required " + (position - end) + " more bytes, found its end");
    }
    return position;
  }

  /** Walks the entries of one encoded map in place. */
  private static final class EncodedMap {

    private final MemorySegment segment;
    private final long end;
    private long left;
    private long at;
    private long keyEnd;
    private long next;

    EncodedMap(MemorySegment segment, long start, long length) {
      this.segment = segment;
      this.end = start + length;
      if (byteAt(segment, start, end) == MAP) {
        long count = skipVarint(segment, start + 1, end);
        left = varintAt(segment, count, end);
        next = skipVarint(segment, count, end);
      }
    }

    boolean next() {
      if (left <= 0) {
        return false;
      }
      left--;
      at = next;
      keyEnd = skip(segment, at, end);
      next = skip(segment, keyEnd, end);
      return true;
    }

    boolean isAt(byte[] key) {
      return keyEnd - at == key.length
          && MemorySegment.mismatch(segment, at, keyEnd, MemorySegment.ofArray(key), 0, key.length)
              < 0;
    }

    Value value() {
      return decode(segment, keyEnd, next - keyEnd);
    }
  }
}
