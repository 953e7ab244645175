package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Stands in the state where chunks would, for events of a stream that a salvage could not recover:
 * offsets never move, so the place of what is lost stays empty.
 *
 * <pre>
 *  byte  0 ..  3   magic          "BRNX"
 *  byte  4 ..  7   crc            CRC32C of what follows
 *  byte  8         version        1
 *  byte  9 .. 15   0
 *  byte 16 .. 23   incarnation    of the stream
 *  byte 24 .. 31   from           the first offset lost
 *  byte 32 .. 39   until          the offset after the last one lost
 * </pre>
 *
 * <p>All numbers are little-endian.
 */
record LostRange(long incarnation, long from, long until) {

  private static final int BYTES = 40;
  private static final int MAGIC = 0x584E5242;
  private static final byte VERSION = 1;
  private static final int CRC_AT = 4;
  private static final int VERSION_AT = 8;
  private static final int INCARNATION_AT = 16;
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(0).put(VERSION).position(INCARNATION_AT);
    out.putLong(incarnation).putLong(from).putLong(until);
    return out.putInt(CRC_AT, crc(out.array())).array();
  }

  /** Returns the range that {@code bytes} stand for, or null when they are something else. */
  static @Nullable LostRange read(MemorySegment bytes) {
    if (bytes.byteSize() != BYTES || bytes.get(INT, 0) != MAGIC) {
      return null;
    }
    byte[] range = bytes.toArray(ValueLayout.JAVA_BYTE);
    ByteBuffer in = ByteBuffer.wrap(range).order(ByteOrder.LITTLE_ENDIAN);
    if (in.getInt(CRC_AT) != crc(range) || in.get(VERSION_AT) != VERSION) {
      return null;
    }
    in.position(INCARNATION_AT);
    return new LostRange(in.getLong(), in.getLong(), in.getLong());
  }

  private static int crc(byte[] range) {
    CRC32C crc = new CRC32C();
    crc.update(range, VERSION_AT, BYTES - VERSION_AT);
    return (int) crc.getValue();
  }
}
