package bourn.typed;

import java.nio.ByteBuffer;

/**
 * Names a segment of a stream, and where its parts lie in the family of segments.
 *
 * <pre>
 *  byte 0 ..  7    incarnation   u64
 *  byte 8          owner         'T': the indexes of datoms have another letter
 *  byte 9          part          0: checkpoint, 1: header of a segment, 2: column of a segment
 *  byte 10 .. 11   field         u16, of columns only: the field's id
 *  then 8 bytes    number        u64, of headers and columns: the segment's number
 * </pre>
 *
 * <p>All numbers are big-endian, so that keys order as they do.
 */
record SegmentKey(long incarnation, long number) {

  private static final byte OWNER = 'T';
  private static final byte CHECKPOINT = 0;
  private static final byte HEADER = 1;
  private static final byte COLUMN = 2;
  private static final int PREFIX_BYTES = 10;

  /** Returns the offset of the segment's first row. */
  long first() {
    return number * ColumnSegments.ROWS;
  }

  static byte[] checkpoint(long incarnation) {
    return prefix(PREFIX_BYTES, incarnation, CHECKPOINT).array();
  }

  byte[] header() {
    return prefix(PREFIX_BYTES + Long.BYTES, incarnation, HEADER).putLong(number).array();
  }

  byte[] column(int field) {
    return prefix(PREFIX_BYTES + Short.BYTES + Long.BYTES, incarnation, COLUMN)
        .putShort((short) field)
        .putLong(number)
        .array();
  }

  private static ByteBuffer prefix(int length, long incarnation, byte part) {
    return ByteBuffer.allocate(length).putLong(incarnation).put(OWNER).put(part);
  }
}
