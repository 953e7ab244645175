package bourn.storage;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The header of a frame: one commit in a segment of the commit log.
 *
 * <pre>
 *  byte  0 ..  3   magic          "BRNF"
 *  byte  4 ..  7   crc            CRC32C of the segment's seed and the header after this field
 *  byte  8 .. 11   payloadCrc     CRC32C of the payload
 *  byte 12 .. 15   previous       crc of the frame before this in the log, 0 for the first
 *  byte 16 .. 23   number         of the commit, greater than that of the frame before
 *  byte 24 .. 31   synced         greatest number known durable when this was written
 *  byte 32 .. 35   length         bytes of the payload
 *  byte 36         kind           0: a commit; 1: a mark, which carries numbers only
 *  byte 37 .. 39   0
 *  then            payload
 * </pre>
 *
 * <p>All numbers are little-endian; a frame begins at a multiple of 8 bytes. A frame is valid if
 * and only if (1) the magic stands at its start, (2) it ends within its segment, and (3) both crcs
 * match. It is the next one after another if also (4) its {@code previous} is the crc of that one
 * and (5) its number is one more, or greater by any amount if it is a mark.
 *
 * <p>The seed differs from one use of a file as a segment to the next, so frames of an earlier use
 * are never valid.
 */
record FrameHeader(
    int crc, int payloadCrc, int previous, long number, long synced, int length, byte kind) {

  static final int BYTES = 40;
  static final byte COMMIT = 0;
  static final byte MARK = 1;

  static final int MAGIC = 0x464E5242;

  private static final int CRC_AT = 4;
  private static final int PAYLOAD_CRC_AT = 8;
  private static final int PREVIOUS_AT = 12;
  private static final int NUMBER_AT = 16;
  private static final int SYNCED_AT = 24;
  private static final int LENGTH_AT = 32;
  private static final int KIND_AT = 36;
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /**
   * Writes the header of a frame that follows the one with the crc {@code previous} into the first
   * bytes of {@code out}, which is little-endian, and returns its crc.
   *
   * @param sum computes it; of the caller, so that none is made a frame
   */
  static int write(
      ByteBuffer out,
      CRC32C sum,
      long seed,
      int payloadCrc,
      int previous,
      long number,
      long synced,
      int length,
      byte kind) {
    out.putInt(PAYLOAD_CRC_AT, payloadCrc).putInt(PREVIOUS_AT, previous).putLong(NUMBER_AT, number);
    out.putLong(SYNCED_AT, synced).putInt(LENGTH_AT, length).putInt(KIND_AT, kind & 0xFF);
    int crc = crc(out.putLong(0, seed).position(0).limit(BYTES), sum);
    out.putInt(0, MAGIC).putInt(CRC_AT, crc);
    return crc;
  }

  /** Returns the CRC32C of {@code bytes}, from position to limit, computed by {@code sum}. */
  static int crc(ByteBuffer bytes, CRC32C sum) {
    sum.reset();
    sum.update(bytes);
    return (int) sum.getValue();
  }

  /** Returns the header of the valid frame at {@code at}, or null when there is none. */
  static @Nullable FrameHeader read(MemorySegment segment, long at, long seed) {
    if (at + BYTES > segment.byteSize() || segment.get(INT, at) != MAGIC) {
      return null;
    }
    byte[] bytes = segment.asSlice(at, BYTES).toArray(ValueLayout.JAVA_BYTE);
    FrameHeader header = read(bytes);
    return header.crc == crc(seed, bytes) && header.isPayloadWhole(segment, at) ? header : null;
  }

  /**
   * Returns the header of the frame at {@code at} if its payload is whole, or null: the seed is not
   * known, so it may be a frame of an earlier use of the file.
   */
  static @Nullable FrameHeader readUnchecked(MemorySegment segment, long at) {
    if (at + BYTES > segment.byteSize() || segment.get(INT, at) != MAGIC) {
      return null;
    }
    FrameHeader header = read(segment.asSlice(at, BYTES).toArray(ValueLayout.JAVA_BYTE));
    return header.isPayloadWhole(segment, at) ? header : null;
  }

  private static FrameHeader read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(CRC_AT);
    return new FrameHeader(
        in.getInt(), in.getInt(), in.getInt(), in.getLong(), in.getLong(), in.getInt(), in.get());
  }

  private boolean isPayloadWhole(MemorySegment segment, long at) {
    return length >= 0
        && at + BYTES + length <= segment.byteSize()
        && payloadCrc == crc(segment.asSlice(at + BYTES, length).asByteBuffer());
  }

  /** Returns where the frame after this begins, if this begins at {@code at}. */
  long after(long at) {
    return aligned(at + BYTES + length);
  }

  static long aligned(long position) {
    return (position + 7) & -8L;
  }

  /** Returns whether this is the next frame after one with that number and crc. */
  boolean follows(long lastNumber, int lastCrc) {
    return previous == lastCrc && (kind == MARK ? number > lastNumber : number == lastNumber + 1);
  }

  static int crc(ByteBuffer... buffers) {
    CRC32C crc = new CRC32C();
    for (ByteBuffer buffer : buffers) {
      crc.update(buffer.duplicate());
    }
    return (int) crc.getValue();
  }

  /** Returns the crc of a header, in which magic and crc make room for the seed. */
  private static int crc(long seed, byte[] header) {
    byte[] seeded = header.clone();
    return crc(
        ByteBuffer.wrap(seeded).order(ByteOrder.LITTLE_ENDIAN).putLong(0, seed), new CRC32C());
  }
}
