package bourn.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where a chunk lies that stays in the commit log: what the state holds in its stead.
 *
 * <pre>
 *  byte  0 ..  3   magic     "BRNP"
 *  byte  4 ..  7   length    bytes of the chunk
 *  byte  8 .. 15   address   in the log: see {@link CommitLog#address}
 * </pre>
 *
 * <p>All numbers are little-endian.
 */
record ChunkPlace(long address, int lengthBytes) {

  private static final int MAGIC = 0x504E5242;
  private static final int BYTES = 16;

  byte[] toBytes() {
    return ByteBuffer.allocate(BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(MAGIC)
        .putInt(lengthBytes)
        .putLong(address)
        .array();
  }

  /** Returns whether {@code value} is a place, and no chunk. */
  static boolean isOne(byte[] value) {
    return value.length == BYTES
        && ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getInt() == MAGIC;
  }

  static ChunkPlace of(byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).position(4);
    int lengthBytes = in.getInt();
    return new ChunkPlace(in.getLong(), lengthBytes);
  }
}
