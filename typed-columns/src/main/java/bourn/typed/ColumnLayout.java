package bourn.typed;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * How the values of one field lie in memory, in the body of a chunk and in a segment alike.
 *
 * <pre>
 *  byte 0          flags         bit 0: some values are missing, and a bitmap of them follows
 *  byte 1 ..  7    unused        0
 *  then            missing       if flagged: a bit a row, the lowest of byte 0 first; set where
 *                                the row has no value; padded to 8 bytes
 *  then            values        as wide as the field says, a missing one 0; padded to 8 bytes
 *  symbols only:
 *  then            symbols       u32, the number of symbols
 *  then            ends          u32 for each symbol: where its text ends in the texts
 *  then            texts         UTF-8, one after another; padded to 8 bytes
 * </pre>
 *
 * <p>All numbers are little-endian. The value of a symbol field is the number of its symbol, in the
 * order of first use. Booleans are a byte, 0 or 1; instants microseconds since 1970; a uuid is its
 * high and then its low 64 bits; a blob reference the u64 of its event, as {@link
 * bourn.kernel.Reference#packed} has it, then u32 start, u32 length and u32 checksum.
 */
final class ColumnLayout {

  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  static final int HEADER_BYTES = 8;
  static final byte SOME_MISSING = 1;

  private ColumnLayout() {}

  static long padded(long bytes) {
    return (bytes + 7) & -8;
  }

  static long missingBytes(int count) {
    return padded((count + 7) / 8);
  }
}
