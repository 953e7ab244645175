package bourn.storage;

import bourn.kernel.DamageException;
import bourn.kernel.StorageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The header of a segment: one preallocated file of the commit log.
 *
 * <pre>
 *  byte  0 ..  3   magic          "BRNL"
 *  byte  4 ..  7   crc            CRC32C of the header after this field
 *  byte  8 .. 15   version        1; a change of layout is a new version
 *  byte 16 .. 23   sequence       the segments of a log in order, without holes
 *  byte 24 .. 31   salt           the same in all segments of a log, and in no other's
 *  byte 32 .. 39   size           bytes of the file
 *  byte 40 .. 63   0
 *  then            frames         see FrameHeader
 * </pre>
 *
 * <p>All numbers are little-endian. The header is durable before the file has the name of a
 * segment; a bad one is damage.
 */
record SegmentHeader(long sequence, long salt, long size) {

  static final int BYTES = 64;

  private static final int MAGIC = 0x4C4E5242;
  private static final long VERSION = 1;
  private static final int CHECKED_AT = 8;

  ByteBuffer toBytes() {
    ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(0).putLong(VERSION).putLong(sequence).putLong(salt).putLong(size);
    return out.putInt(4, crc(out.array())).clear();
  }

  /**
   * Returns the header that stands in {@code bytes}.
   *
   * @throws StorageException if it is damaged
   */
  static SegmentHeader read(byte[] bytes, Path file) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (in.getInt() != MAGIC || in.getInt() != crc(bytes)) {
      throw new DamageException("the header of commit log segment " + file + " is damaged");
    }
    long version = in.getLong();
    if (version != VERSION) {
      throw new StorageException(
          "commit log segment " + file + " has version " + version + ", this Bourn reads 1");
    }
    return new SegmentHeader(in.getLong(), in.getLong(), in.getLong());
  }

  private static int crc(byte[] header) {
    CRC32C crc = new CRC32C();
    crc.update(header, CHECKED_AT, BYTES - CHECKED_AT);
    return (int) crc.getValue();
  }

  /** Returns what makes the frames of this use of the file unlike those of any other. */
  long seed() {
    return salt + sequence;
  }
}
