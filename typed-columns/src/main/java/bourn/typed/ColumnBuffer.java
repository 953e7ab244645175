package bourn.typed;

import bourn.columns.Kind;
import bourn.kernel.BlobReference;
import bourn.kernel.Value;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of one field for a number of rows, on their way into {@link ColumnLayout}. */
final class ColumnBuffer {

  private final Field field;
  private final int count;

  /** Words as in a column; for symbols their numbers; unused where {@link #bytes} is. */
  private long[] words;

  /** Whether the words are an array of somebody else's, which is not written to. */
  private boolean shared;

  private final byte @Nullable [] bytes;
  private boolean @Nullable [] missing;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<byte[]> symbols = new ArrayList<>();
  private long symbolBytes;

  ColumnBuffer(Field field, int count) {
    boolean wide = field.type().isWide();
    this.field = field;
    this.count = count;
    this.words = new long[wide ? 0 : count];
    this.bytes = wide ? new byte[Math.multiplyExact(count, field.widthBytes())] : null;
  }

  /** A column of words that were checked before. Shares the array. */
  ColumnBuffer(Field field, long[] words) {
    this.field = field;
    this.count = words.length;
    this.words = words;
    this.shared = true;
    this.bytes = null;
  }

  Field field() {
    return field;
  }

  /** Sets the value of {@code row}, if it fits the field. Returns whether it does. */
  boolean set(int row, Value value) {
    return switch (value) {
      case Value.Nil nil -> setNothing(row);
      case Value.Bool bool -> setWord(row, bool.value() ? 1 : 0, FieldType.BOOL);
      case Value.Int number -> setWhole(row, number.value());
      case Value.Real number -> setReal(row, number.value());
      case Value.Time time -> setWord(row, time.epochMicros(), FieldType.INSTANT);
      case Value.Text text -> setSymbol(row, text.value());
      case Value.Uuid uuid ->
          setBytes(
              row,
              FieldType.UUID,
              ByteBuffer.allocate(16)
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .putLong(uuid.value().getMostSignificantBits())
                  .putLong(uuid.value().getLeastSignificantBits())
                  .array());
      case BlobReference blob ->
          setBytes(
              row,
              FieldType.BLOB,
              ByteBuffer.allocate(FieldType.BLOB.widthBytes())
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .putLong(blob.blob().packed())
                  .putInt(blob.start())
                  .putInt(blob.lengthBytes())
                  .putInt(blob.crc())
                  .array());
      case Value.Bytes given -> setBytes(row, FieldType.FIXED_BYTES, given.value());
      default -> false;
    };
  }

  /** Returns the word that stands for {@code value}, which fits a word. */
  static long word(Value value) {
    return switch (value) {
      case Value.Bool bool -> bool.value() ? 1 : 0;
      case Value.Int number -> number.value();
      case Value.Real number -> Value.Real.canonicalBits(number.value());
      case Value.Time time -> time.epochMicros();
      default -> throw new IllegalArgumentException("no word stands for " + value);
    };
  }

  /** Sets what {@code row} holds that leaves the field out, if it may. Returns whether it may. */
  boolean setNothing(int row) {
    return field.nullable() ? setMissing(row) : field.mayBeLeftOut() && set(row, field.otherwise());
  }

  boolean setMissing(int row) {
    if (missing == null) {
      missing = new boolean[count];
    }
    missing[row] = true;
    return bytes != null || put(row, 0);
  }

  private boolean put(int row, long word) {
    if (shared) {
      words = words.clone();
      shared = false;
    }
    words[row] = word;
    return true;
  }

  private boolean setWord(int row, long word, FieldType type) {
    return field.type() == type && put(row, word);
  }

  private boolean setWhole(int row, long number) {
    return field.type().kind() == Kind.INT && field.type().fits(number) && put(row, number);
  }

  private boolean setReal(int row, double number) {
    return field.type().kind() == Kind.REAL
        && fits(number)
        && put(row, Value.Real.canonicalBits(number));
  }

  private boolean fits(double number) {
    return field.type() == FieldType.F64 || Double.compare((float) number, number) == 0;
  }

  /** Sets the symbol of {@code row}, if this is a field of symbols. Returns whether it is. */
  boolean setSymbol(int row, String symbol) {
    return field.type() == FieldType.SYMBOL && put(row, number(symbol));
  }

  private boolean setBytes(int row, FieldType type, byte[] given) {
    if (field.type() != type || bytes == null || given.length != field.widthBytes()) {
      return false;
    }
    System.arraycopy(given, 0, bytes, row * given.length, given.length);
    return true;
  }

  /** Copies rows of a column of the same field into this one, from {@code row} on. */
  void copy(int row, DecodedColumn column, int from, int until) {
    for (int i = from; i < until; i++, row++) {
      if (column.isMissing(i)) {
        setMissing(row);
      } else if (column.dictionary() == null) {
        words[row] = column.words()[i];
      } else {
        set(row, column.dictionary()[(int) column.words()[i]]);
      }
    }
  }

  /** Returns the number of {@code symbol}, a new one if it has none yet. */
  private int number(String symbol) {
    Integer number = numbers.get(symbol);
    if (number != null) {
      return number;
    }
    byte[] text = symbol.getBytes(StandardCharsets.UTF_8);
    numbers.put(symbol, symbols.size());
    symbols.add(text);
    symbolBytes = Math.addExact(symbolBytes, text.length);
    return symbols.size() - 1;
  }

  /** Returns how many bytes {@link #write} writes, a multiple of 8. */
  long lengthBytes() {
    long bytes = ColumnLayout.HEADER_BYTES;
    bytes += missing == null ? 0 : ColumnLayout.missingBytes(count);
    bytes += ColumnLayout.padded((long) count * field.widthBytes());
    if (field.type() == FieldType.SYMBOL) {
      bytes += ColumnLayout.padded(Integer.BYTES * (1L + symbols.size()) + symbolBytes);
    }
    return bytes;
  }

  /** Writes this column at {@code start} of memory that is all zeros there. */
  void write(MemorySegment out, long start) {
    long at = start + ColumnLayout.HEADER_BYTES;
    if (missing != null) {
      out.set(ColumnLayout.BYTE, start, ColumnLayout.SOME_MISSING);
      writeMissing(out, at, missing);
      at += ColumnLayout.missingBytes(count);
    }
    if (bytes != null) {
      MemorySegment.copy(bytes, 0, out, ColumnLayout.BYTE, at, bytes.length);
    } else {
      writeWords(out, at);
    }
    if (field.type() == FieldType.SYMBOL) {
      writeSymbols(out, at + ColumnLayout.padded((long) count * field.widthBytes()));
    }
  }

  private static void writeMissing(MemorySegment out, long at, boolean[] missing) {
    for (int i = 0; i < missing.length; i++) {
      if (missing[i]) {
        long place = at + (i >> 3);
        out.set(
            ColumnLayout.BYTE, place, (byte) (out.get(ColumnLayout.BYTE, place) | (1 << (i & 7))));
      }
    }
  }

  private void writeWords(MemorySegment out, long at) {
    switch (field.type()) {
      case BOOL, I8 -> {
        for (int i = 0; i < count; i++) {
          out.set(ColumnLayout.BYTE, at + i, (byte) words[i]);
        }
      }
      case I16 -> {
        for (int i = 0; i < count; i++) {
          out.set(ColumnLayout.SHORT, at + 2L * i, (short) words[i]);
        }
      }
      case I32, SYMBOL -> {
        for (int i = 0; i < count; i++) {
          out.set(ColumnLayout.INT, at + 4L * i, (int) words[i]);
        }
      }
      case F32 -> {
        for (int i = 0; i < count; i++) {
          out.set(ColumnLayout.FLOAT, at + 4L * i, (float) Double.longBitsToDouble(words[i]));
        }
      }
      case I64, F64, INSTANT -> MemorySegment.copy(words, 0, out, ColumnLayout.LONG, at, count);
      case UUID, FIXED_BYTES, BLOB -> throw new AssertionError("wide values are bytes");
    }
  }

  private void writeSymbols(MemorySegment out, long at) {
    out.set(ColumnLayout.INT, at, symbols.size());
    long ends = at + Integer.BYTES;
    long texts = ends + (long) Integer.BYTES * symbols.size();
    int end = 0;
    for (byte[] symbol : symbols) {
      MemorySegment.copy(symbol, 0, out, ColumnLayout.BYTE, texts + end, symbol.length);
      end += symbol.length;
      out.set(ColumnLayout.INT, ends, end);
      ends += Integer.BYTES;
    }
  }

  /** Returns this column alone, as the bytes of a segment. */
  byte[] toBytes() {
    byte[] bytes = new byte[Math.toIntExact(lengthBytes())];
    write(MemorySegment.ofArray(bytes), 0);
    return bytes;
  }
}
