package bourn.kernel;

import static bourn.kernel.ValueCodec.BIG_INT;
import static bourn.kernel.ValueCodec.BLOB;
import static bourn.kernel.ValueCodec.BYTES;
import static bourn.kernel.ValueCodec.DECIMAL;
import static bourn.kernel.ValueCodec.FALSE;
import static bourn.kernel.ValueCodec.INT;
import static bourn.kernel.ValueCodec.KEYWORD;
import static bourn.kernel.ValueCodec.LIST;
import static bourn.kernel.ValueCodec.MAP;
import static bourn.kernel.ValueCodec.NIL;
import static bourn.kernel.ValueCodec.REAL;
import static bourn.kernel.ValueCodec.REFERENCE;
import static bourn.kernel.ValueCodec.SET;
import static bourn.kernel.ValueCodec.SHORT_KEYWORD;
import static bourn.kernel.ValueCodec.SHORT_TEXT;
import static bourn.kernel.ValueCodec.SMALL;
import static bourn.kernel.ValueCodec.SMALL_INT;
import static bourn.kernel.ValueCodec.SYMBOL;
import static bourn.kernel.ValueCodec.TAGGED;
import static bourn.kernel.ValueCodec.TEXT;
import static bourn.kernel.ValueCodec.TIME;
import static bourn.kernel.ValueCodec.TRUE;
import static bourn.kernel.ValueCodec.UUID_TAG;
import static bourn.kernel.ValueCodec.VERSION;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.UUID;

/** Reads values as {@link ValueCodec} lays them out, and refuses what no value has as bytes. */
final class ValueDecoder {

  private ValueDecoder() {}

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
}
