package bourn.typed;

import bourn.kernel.StorageException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The body of a chunk of a typed stream: its rows in columns.
 *
 * <pre>
 *  byte 0          version       1; a change of layout is a new version, never an edit of this one
 *  byte 1 ..  3    unused        0
 *  byte 4 ..  7    count         u32, the number of rows
 *  byte 8 ..       starts        u32 for each field of the type: where its column begins; padded to
 *                                8 bytes
 *  then            columns       for each field of the type, see {@link ColumnLayout}
 * </pre>
 *
 * <p>All numbers are little-endian.
 */
final class TypedBody {

  private static final byte VERSION = 1;
  private static final int STARTS = 8;

  private TypedBody() {}

  static byte[] encode(List<ColumnBuffer> columns, int count) {
    long end = ColumnLayout.padded(STARTS + (long) Integer.BYTES * columns.size());
    long[] starts = new long[columns.size()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = end;
      end += columns.get(i).lengthBytes();
    }
    byte[] body = new byte[Math.toIntExact(end)];
    MemorySegment out = MemorySegment.ofArray(body);
    out.set(ColumnLayout.BYTE, 0, VERSION);
    out.set(ColumnLayout.INT, 4, count);
    for (int i = 0; i < starts.length; i++) {
      out.set(ColumnLayout.INT, STARTS + (long) Integer.BYTES * i, (int) starts[i]);
      columns.get(i).write(out, starts[i]);
    }
    return body;
  }

  /** Returns the column of the field at {@code place} of the type. */
  static ColumnView column(MemorySegment body, int count, ProductType type, int place) {
    byte version = body.get(ColumnLayout.BYTE, 0);
    int rows = body.get(ColumnLayout.INT, 4);
    if (version != VERSION || rows != count) {
      throw new StorageException(
          "a body of version "
              + VERSION
              + " and "
              + count
              + " rows is expected, was version "
              + version
              + " and "
              + rows
              + " rows");
    }
    int start = body.get(ColumnLayout.INT, STARTS + (long) Integer.BYTES * place);
    return new ColumnView(type.fields().get(place), body, start, count);
  }
}
