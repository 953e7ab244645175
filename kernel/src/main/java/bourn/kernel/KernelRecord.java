package bourn.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How far the fold of the commit log has come, and the counters of the kernel there.
 *
 * <pre>
 *  byte  0         version           1
 *  byte  1         closed            1 if the last commit applied closed the store
 *  byte  2 ..  5   epoch
 *  byte  6 .. 13   origin            0 before the store was opened first
 *  byte 14 .. 21   applied           number of the last commit applied
 *  byte 22 .. 29   nextIncarnation
 *  byte 30 .. 37   hlc               greatest hybrid time given
 * </pre>
 *
 * <p>All numbers are little-endian.
 */
record KernelRecord(
    boolean closed, int epoch, long origin, long applied, long nextIncarnation, long hlc) {

  static final KernelRecord NEW = new KernelRecord(true, 0, 0, 0, 1, 0);

  private static final byte VERSION = 1;
  private static final int LENGTH_BYTES = 38;

  byte[] toBytes() {
    return ByteBuffer.allocate(LENGTH_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(VERSION)
        .put((byte) (closed ? 1 : 0))
        .putInt(epoch)
        .putLong(origin)
        .putLong(applied)
        .putLong(nextIncarnation)
        .putLong(hlc)
        .array();
  }

  static KernelRecord of(byte[] bytes) {
    if (bytes.length != LENGTH_BYTES || bytes[0] != VERSION) {
      throw new StorageException(
          "the kernel's record has version 1 and 38 bytes, found version "
              + (bytes.length == 0 ? "none" : bytes[0])
              + " and "
              + bytes.length
              + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(1);
    return new KernelRecord(
        in.get() == 1, in.getInt(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }
}
