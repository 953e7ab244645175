package bourn.typed;

import bourn.kernel.StorageException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a chunk of a typed stream: its rows in columns.
 *
 * <pre>
 *  byte 0          version       2; a change of layout is a new version, never an edit of this one
 *  byte 1          unused        0
 *  byte 2 ..  3    columns       u16, the number of columns
 *  byte 4 ..  7    count         u32, the number of rows
 *  byte 8 ..       directory     8 bytes a column: u32 where it begins, u16 the id of its field,
 *                                u16 its shape: the ordinal of its type, or 256 + its width
 *  then            columns       in any order, see {@link ColumnLayout}
 * </pre>
 *
 * <p>All numbers are little-endian. A body says which fields it has and how wide, so that it is
 * read whatever became of its stream's type since: a field that it does not have is missing in its
 * rows, or its default.
 *
 * <p>Version 1, which is read and no longer written, has in place of the directory a u32 for each
 * field of the type that its stream was created with: where its column begins.
 */
final class TypedBody {

  private static final byte VERSION = 2;
  private static final byte WITHOUT_DIRECTORY = 1;
  private static final int DIRECTORY = 8;
  private static final int ENTRY_BYTES = 8;

  private TypedBody() {}

  static byte[] encode(List<ColumnBuffer> columns, int count) {
    long end = DIRECTORY + (long) ENTRY_BYTES * columns.size();
    long[] starts = new long[columns.size()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = end;
      end += columns.get(i).lengthBytes();
    }
    byte[] body = new byte[Math.toIntExact(end)];
    MemorySegment out = MemorySegment.ofArray(body);
    out.set(ColumnLayout.BYTE, 0, VERSION);
    out.set(ColumnLayout.SHORT, 2, (short) starts.length);
    out.set(ColumnLayout.INT, 4, count);
    for (int i = 0; i < starts.length; i++) {
      long entry = DIRECTORY + (long) ENTRY_BYTES * i;
      Field field = columns.get(i).field();
      out.set(ColumnLayout.INT, entry, (int) starts[i]);
      out.set(ColumnLayout.SHORT, entry + 4, (short) field.id());
      out.set(ColumnLayout.SHORT, entry + 6, (short) field.shape());
      columns.get(i).write(out, starts[i]);
    }
    return body;
  }

  /**
   * Returns the column of the field at {@code place} of {@code type}, null if the body has none.
   *
   * @param created the type that the stream was created with
   */
  static @Nullable ColumnView column(
      MemorySegment body, int count, ProductType created, ProductType type, int place) {
    byte version = body.get(ColumnLayout.BYTE, 0);
    int rows = body.get(ColumnLayout.INT, 4);
    if (version < WITHOUT_DIRECTORY || version > VERSION || rows != count) {
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
    Field field = type.fields().get(place);
    return version == WITHOUT_DIRECTORY
        ? columnOfCreated(body, count, created, field)
        : listed(body, count, field, place);
  }

  private static @Nullable ColumnView columnOfCreated(
      MemorySegment body, int count, ProductType created, Field field) {
    for (int i = 0; i < created.fields().size(); i++) {
      Field written = created.fields().get(i);
      if (written.id() == field.id()) {
        int start = body.get(ColumnLayout.INT, DIRECTORY + (long) Integer.BYTES * i);
        return new ColumnView(written, body, start, count);
      }
    }
    return null;
  }

  /** Looks at {@code place} first, where the column is unless the type has changed. */
  private static @Nullable ColumnView listed(
      MemorySegment body, int count, Field field, int place) {
    int columns = Short.toUnsignedInt(body.get(ColumnLayout.SHORT, 2));
    for (int i = 0; i < columns; i++) {
      long entry = DIRECTORY + (long) ENTRY_BYTES * ((place + i) % columns);
      if (Short.toUnsignedInt(body.get(ColumnLayout.SHORT, entry + 4)) == field.id()) {
        int shape = Short.toUnsignedInt(body.get(ColumnLayout.SHORT, entry + 6));
        int start = body.get(ColumnLayout.INT, entry);
        return new ColumnView(field.ofShape(shape), body, start, count);
      }
    }
    return null;
  }
}
