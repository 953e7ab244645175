package bourn.index;

import java.nio.ByteBuffer;

/**
 * Where the parts of an index lie in the family of segments.
 *
 * <pre>
 *  byte 0 ..  7    incarnation   u64
 *  byte 8          owner         'D': columns of typed streams have another letter
 *  byte 9          part          0: checkpoint, 1: list of segments, 2: segment, 3: filter
 *                               of a segment
 *  then 8 bytes    number        u64; of a list the ordinal of its order, 16 more for history;
 *                               of a filter that of its segment
 * </pre>
 *
 * <p>All numbers are big-endian, so that keys order as they do.
 */
record IndexKey(long incarnation) {

  private static final byte OWNER = 'D';
  private static final byte CHECKPOINT = 0;
  private static final byte LIST = 1;
  private static final byte SEGMENT = 2;
  private static final byte FILTER = 3;
  private static final byte END = 4;
  private static final int HISTORY = 16;

  byte[] checkpoint() {
    return key(CHECKPOINT, 0);
  }

  byte[] list(Order order, boolean history) {
    return key(LIST, order.ordinal() + (history ? HISTORY : 0));
  }

  byte[] segment(long id) {
    return key(SEGMENT, id);
  }

  byte[] filter(long id) {
    return key(FILTER, id);
  }

  /** Returns the number of the part that lies under {@code key}. */
  static long number(byte[] key) {
    return ByteBuffer.wrap(key).getLong(10);
  }

  /** Returns a key before all others. */
  byte[] start() {
    return checkpoint();
  }

  /** Returns a key after all others. */
  byte[] end() {
    return key(END, 0);
  }

  private byte[] key(byte part, long number) {
    return ByteBuffer.allocate(18)
        .putLong(incarnation)
        .put(OWNER)
        .put(part)
        .putLong(number)
        .array();
  }
}
