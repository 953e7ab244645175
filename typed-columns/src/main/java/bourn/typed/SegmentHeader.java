package bourn.typed;

import bourn.kernel.StorageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a segment holds beside its columns.
 *
 * <pre>
 *  i32             version       -2; a change of layout is a new version
 *  u32             runs          the number of runs of rows with one stamp
 *  for each run:   u32 its first row, u64 its time in microseconds since 1970, u64 its origin
 *  u32             columns
 *  for each:       u16 the id of its field, u16 its shape as in {@link TypedBody}, u64 min, u64
 *                  max, u32 missing, see {@link Zone}
 * </pre>
 *
 * <p>All numbers are big-endian. What was written before versions begins with the runs, and has for
 * each field of the type that the stream was created with, in order, min, max and missing.
 */
record SegmentHeader(List<Run> runs, List<Column> columns) {

  private static final int VERSION = -2;
  private static final int RUN_BYTES = Integer.BYTES + 2 * Long.BYTES;
  private static final int COLUMN_BYTES = 2 * Short.BYTES + 2 * Long.BYTES + Integer.BYTES;

  /** Rows with one stamp, from {@code row} to the next run. */
  record Run(int row, long time, long origin) {}

  /** A column of the segment: of which field, how it was written, and what it holds. */
  record Column(int id, int shape, Zone zone) {}

  /** Returns the column of {@code field}, null if the segment was written before there was one. */
  @Nullable Column column(Field field) {
    for (Column column : columns) {
      if (column.id() == field.id()) {
        return column;
      }
    }
    return null;
  }

  byte[] toBytes() {
    ByteBuffer out =
        ByteBuffer.allocate(
            3 * Integer.BYTES + runs.size() * RUN_BYTES + columns.size() * COLUMN_BYTES);
    out.putInt(VERSION).putInt(runs.size());
    runs.forEach(run -> out.putInt(run.row()).putLong(run.time()).putLong(run.origin()));
    out.putInt(columns.size());
    for (Column column : columns) {
      Zone zone = column.zone();
      out.putShort((short) column.id()).putShort((short) column.shape());
      out.putLong(zone.min()).putLong(zone.max()).putInt(zone.missing());
    }
    return out.array();
  }

  /** Returns the header that {@code bytes} are, of a stream created with {@code created}. */
  static SegmentHeader of(byte[] bytes, ProductType created) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int first = in.getInt();
    if (first >= 0) {
      List<Run> runs = runs(in, first);
      List<Column> columns = new ArrayList<>();
      created
          .fields()
          .forEach(field -> columns.add(new Column(field.id(), field.shape(), zone(in))));
      return new SegmentHeader(runs, List.copyOf(columns));
    }
    if (first != VERSION) {
      throw new StorageException(
          "a header of version " + VERSION + " is expected, was version " + first);
    }
    List<Run> runs = runs(in, in.getInt());
    List<Column> columns = new ArrayList<>();
    for (int left = in.getInt(); left > 0; left--) {
      int id = Short.toUnsignedInt(in.getShort());
      int shape = Short.toUnsignedInt(in.getShort());
      columns.add(new Column(id, shape, zone(in)));
    }
    return new SegmentHeader(runs, List.copyOf(columns));
  }

  private static List<Run> runs(ByteBuffer in, int count) {
    List<Run> runs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      runs.add(new Run(in.getInt(), in.getLong(), in.getLong()));
    }
    return List.copyOf(runs);
  }

  private static Zone zone(ByteBuffer in) {
    return new Zone(in.getLong(), in.getLong(), in.getInt());
  }
}
