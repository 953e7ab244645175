package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The format of generic and datom streams: each event is one value in the bytes of {@link
 * ValueCodec}.
 *
 * <pre>
 *  byte 0              version   {@link ValueCodec#VERSION}
 *  byte 1 .. 4 count   ends      for each event, 4 bytes: where its value ends, counted from the
 *                                end of this table; not descending
 *  then                values    one after another
 * </pre>
 *
 * <p>Numbers are little-endian.
 */
public final class ValueFormat implements EventFormat {

  /** The one format of values. */
  public static final ValueFormat INSTANCE = new ValueFormat();

  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int TABLE = 1;

  private ValueFormat() {}

  @Override
  public byte[] encode(List<Value> values) {
    ValueOutput output = new ValueOutput(TABLE + 68 * values.size());
    encode(values, output);
    return output.toBytes();
  }

  @Override
  public void encode(List<Value> values, ValueOutput output) {
    int count = values.size();
    int start = TABLE + 4 * count;
    output.writeByte(ValueCodec.VERSION);
    output.skip(4 * count);
    for (int row = 0; row < count; row++) {
      write(values.get(row), row, output);
      output.setInt(TABLE + 4 * row, output.lengthBytes() - start);
    }
  }

  private static void write(Value value, int row, ValueOutput output) {
    try {
      output.write(value);
    } catch (IllegalArgumentException refused) {
      throw new InvalidEventsException(
          List.of(
              new Violation(
                  row,
                  "value",
                  "a value that can be stored",
                  String.valueOf(refused.getMessage()))));
    }
  }

  @Override
  public Walker walker() {
    return new ValueWalker();
  }

  private static final class ValueWalker implements Walker {

    private MemorySegment body = MemorySegment.NULL;
    private long start;
    private int length;

    @Override
    public void stand(MemorySegment body, int count, int index) {
      if (index < 0 || index >= count) {
        throw new IllegalArgumentException("index must lie in [0, " + count + "), was " + index);
      }
      long values = TABLE + 4L * count;
      if (values > body.byteSize()) {
        throw new StorageException(
            "damaged body: required a table of "
                + count
                + " events, found "
                + body.byteSize()
                + " bytes");
      }
      if (body.get(ValueLayout.JAVA_BYTE, 0) != ValueCodec.VERSION) {
        throw new StorageException(
            "damaged body: required version "
                + ValueCodec.VERSION
                + ", found "
                + body.get(ValueLayout.JAVA_BYTE, 0));
      }
      long from = index == 0 ? 0 : body.get(U32, TABLE + 4L * (index - 1));
      long until = body.get(U32, TABLE + 4L * index);
      if (from < 0 || from > until || until > body.byteSize() - values) {
        throw new StorageException(
            "damaged body: required the bounds of event "
                + index
                + " within "
                + (body.byteSize() - values)
                + " bytes, found ["
                + from
                + ", "
                + until
                + ")");
      }
      this.body = body;
      this.start = values + from;
      this.length = (int) (until - from);
    }

    @Override
    public Value value() {
      return ValueCodec.decode(body, start, length);
    }

    @Override
    public MemorySegment segment() {
      return body;
    }

    @Override
    public long start() {
      return start;
    }

    @Override
    public int lengthBytes() {
      return length;
    }
  }
}
