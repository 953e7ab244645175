package bourn.kernel;

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

  /** Where the table begins. */
  static final int TABLE = 1;

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
    int table = output.lengthBytes() + TABLE;
    int start = table + 4 * count;
    output.writeByte(ValueCodec.VERSION);
    output.skip(4 * count);
    for (int row = 0; row < count; row++) {
      write(values.get(row), row, output);
      output.setInt(table + 4 * row, output.lengthBytes() - start);
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
}
