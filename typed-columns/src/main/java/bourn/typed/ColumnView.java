package bourn.typed;

import bourn.columns.Kind;
import bourn.kernel.BlobReference;
import bourn.kernel.Reference;
import bourn.kernel.Value;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One column in {@link ColumnLayout}, read where it lies. */
final class ColumnView {

  private final Field field;
  private final MemorySegment memory;
  private final int count;
  private final long missing;
  private final long values;

  /** The column of {@code count} rows that lies at {@code start}. */
  ColumnView(Field field, MemorySegment memory, long start, int count) {
    boolean someMissing = memory.get(ColumnLayout.BYTE, start) == ColumnLayout.SOME_MISSING;
    long next = start + ColumnLayout.HEADER_BYTES;
    this.field = field;
    this.memory = memory;
    this.count = count;
    this.missing = someMissing ? next : -1;
    this.values = someMissing ? next + ColumnLayout.missingBytes(count) : next;
  }

  boolean isMissing(int row) {
    return missing >= 0
        && ((memory.get(ColumnLayout.BYTE, missing + (row >> 3)) >> (row & 7)) & 1) != 0;
  }

  /** Returns the value of {@code row}, {@code nil} when it is missing. */
  Value value(int row) {
    if (isMissing(row)) {
      return Value.Nil.NIL;
    }
    long at = values + (long) row * field.widthBytes();
    return switch (field.type()) {
      case BOOL -> new Value.Bool(memory.get(ColumnLayout.BYTE, at) != 0);
      case I8 -> new Value.Int(memory.get(ColumnLayout.BYTE, at));
      case I16 -> new Value.Int(memory.get(ColumnLayout.SHORT, at));
      case I32 -> new Value.Int(memory.get(ColumnLayout.INT, at));
      case I64 -> new Value.Int(memory.get(ColumnLayout.LONG, at));
      case F32 -> new Value.Real(memory.get(ColumnLayout.FLOAT, at));
      case F64 -> new Value.Real(Double.longBitsToDouble(memory.get(ColumnLayout.LONG, at)));
      case INSTANT -> new Value.Time(memory.get(ColumnLayout.LONG, at));
      case UUID ->
          new Value.Uuid(
              new UUID(memory.get(ColumnLayout.LONG, at), memory.get(ColumnLayout.LONG, at + 8)));
      case FIXED_BYTES ->
          new Value.Bytes(memory.asSlice(at, field.widthBytes()).toArray(ColumnLayout.BYTE));
      case BLOB ->
          new BlobReference(
              Reference.unpacked(memory.get(ColumnLayout.LONG, at)),
              memory.get(ColumnLayout.INT, at + 8),
              memory.get(ColumnLayout.INT, at + 12),
              memory.get(ColumnLayout.INT, at + 16));
      case SYMBOL -> symbol(memory.get(ColumnLayout.INT, at));
    };
  }

  private Value symbol(int number) {
    long symbols = symbols();
    long ends = symbols + Integer.BYTES;
    int from =
        number == 0 ? 0 : memory.get(ColumnLayout.INT, ends + (long) Integer.BYTES * (number - 1));
    int until = memory.get(ColumnLayout.INT, ends + (long) Integer.BYTES * number);
    long texts = ends + (long) Integer.BYTES * memory.get(ColumnLayout.INT, symbols);
    byte[] text = memory.asSlice(texts + from, until - from).toArray(ColumnLayout.BYTE);
    return new Value.Text(new String(text, StandardCharsets.UTF_8));
  }

  private long symbols() {
    return values + ColumnLayout.padded((long) count * field.widthBytes());
  }

  /** Returns the whole column in arrays. */
  DecodedColumn decode() {
    if (field.type().isWide()) {
      return decodeWide();
    }
    long[] words = words();
    if (field.type() != FieldType.SYMBOL) {
      return new DecodedColumn(field.type().kind(), words, kinds(), null);
    }
    Value[] dictionary = new Value[memory.get(ColumnLayout.INT, symbols())];
    Arrays.setAll(dictionary, this::symbol);
    return new DecodedColumn(field.type().kind(), words, kinds(), dictionary);
  }

  private DecodedColumn decodeWide() {
    long[] places = new long[count];
    Value[] dictionary = new Value[count];
    Arrays.setAll(places, i -> i);
    Arrays.setAll(dictionary, this::value);
    return new DecodedColumn(field.type().kind(), places, kinds(), dictionary);
  }

  private byte @Nullable [] kinds() {
    if (missing < 0) {
      return null;
    }
    byte[] kinds = new byte[count];
    byte present = field.type().kind().tag();
    for (int i = 0; i < count; i++) {
      kinds[i] = isMissing(i) ? Kind.NULL.tag() : present;
    }
    return kinds;
  }

  private long[] words() {
    long[] words = new long[count];
    switch (field.type()) {
      case BOOL, I8 -> {
        for (int i = 0; i < count; i++) {
          words[i] = memory.get(ColumnLayout.BYTE, values + i);
        }
      }
      case I16 -> {
        for (int i = 0; i < count; i++) {
          words[i] = memory.get(ColumnLayout.SHORT, values + 2L * i);
        }
      }
      case I32, SYMBOL -> {
        for (int i = 0; i < count; i++) {
          words[i] = memory.get(ColumnLayout.INT, values + 4L * i);
        }
      }
      case F32 -> {
        for (int i = 0; i < count; i++) {
          words[i] = Value.Real.canonicalBits(memory.get(ColumnLayout.FLOAT, values + 4L * i));
        }
      }
      case I64, F64, INSTANT ->
          MemorySegment.copy(memory, ColumnLayout.LONG, values, words, 0, count);
      case UUID, FIXED_BYTES, BLOB -> throw new AssertionError("wide values are a dictionary");
    }
    return words;
  }
}
