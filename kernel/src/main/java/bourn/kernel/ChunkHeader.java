package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The header of a chunk: a run of consecutive events of one stream with one stamp, the unit in
 * which events are logged, kept in memory and stored.
 *
 * <pre>
 *  byte  0 ..  3   magic          "BRNC"
 *  byte  4 ..  7   crc            CRC32C of the header after this field
 *  byte  8         version        1; a change of layout is a new version, never an edit of this one
 *  byte  9         codec          0: the body is not compressed; 1: there is no body, compaction took
 *                                 the events
 *  byte 10 .. 11   causes         number of causes, at most 64
 *  byte 12 .. 15   bodyCrc        CRC32C of the body
 *  byte 16 .. 19   count          number of events, at least 1
 *  byte 20 .. 23   bodyLength     bytes of the body
 *  byte 24 .. 31   incarnation    of the stream
 *  byte 32 .. 39   first          offset of the first event
 *  byte 40 .. 47   hlc            of the stamp
 *  byte 48 .. 55   origin         of the stamp
 *  byte 56 ..      causes         of the stamp, 8 bytes each, packed references
 *  then            body           in the format of the stream
 * </pre>
 *
 * <p>All numbers are little-endian. A chunk is valid if and only if (1) the magic and a known
 * version and codec stand at its start, (2) header and body end within the bytes there are, and (3)
 * both crcs match.
 */
final class ChunkHeader {

  /** The bytes before the causes. */
  static final int FIXED_BYTES = 56;

  private static final int MAGIC = 0x434E5242;

  /** The most bytes that a log usually has between two chunks, rounded up. */
  private static final int FOLLOWS_BYTES = 64;

  private static final byte VERSION = 1;
  private static final byte PLAIN = 0;
  private static final byte HOLE = 1;

  private static final int CRC_AT = 4;
  private static final int VERSION_AT = 8;
  private static final int CODEC_AT = 9;
  private static final int CAUSES_AT = 10;
  private static final int BODY_CRC_AT = 12;
  private static final int COUNT_AT = 16;
  private static final int BODY_LENGTH_AT = 20;
  private static final int INCARNATION_AT = 24;
  private static final int FIRST_AT = 32;
  private static final int HLC_AT = 40;
  private static final int ORIGIN_AT = 48;

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private ChunkHeader() {}

  /** Returns the length of a header with {@code causes} causes. */
  static int lengthBytes(int causes) {
    return FIXED_BYTES + 8 * causes;
  }

  /** Returns a chunk that stands for {@code count} events which compaction took. */
  static Chunk hole(long incarnation, long first, int count, Stamp stamp) {
    int lengthBytes = lengthBytes(stamp.causes().size());
    byte[] header = new byte[lengthBytes];
    write(header, HOLE, incarnation, first, count, stamp, 0, 0);
    return new Chunk(
        incarnation, first, count, stamp, MemorySegment.ofArray(header), 0, lengthBytes, 0);
  }

  /**
   * Writes, at the start of {@code chunk}, the header of a body of {@code length} bytes with the
   * CRC {@code crc}.
   */
  static void write(
      byte[] chunk, long incarnation, long first, int count, Stamp stamp, int length, int crc) {
    write(chunk, PLAIN, incarnation, first, count, stamp, length, crc);
  }

  private static void write(
      byte[] chunk,
      byte codec,
      long incarnation,
      long first,
      int count,
      Stamp stamp,
      int length,
      int crc) {
    List<Reference> causes = stamp.causes();
    ValueOutput.INT.set(chunk, 0, MAGIC);
    ValueOutput.INT.set(chunk, VERSION_AT, VERSION | codec << 8 | causes.size() << 16);
    ValueOutput.INT.set(chunk, BODY_CRC_AT, crc);
    ValueOutput.INT.set(chunk, COUNT_AT, count);
    ValueOutput.INT.set(chunk, BODY_LENGTH_AT, length);
    ValueOutput.LONG.set(chunk, INCARNATION_AT, incarnation);
    ValueOutput.LONG.set(chunk, FIRST_AT, first);
    ValueOutput.LONG.set(chunk, HLC_AT, stamp.hlc());
    ValueOutput.LONG.set(chunk, ORIGIN_AT, stamp.origin());
    for (int i = 0; i < causes.size(); i++) {
      ValueOutput.LONG.set(chunk, FIXED_BYTES + 8 * i, causes.get(i).packed());
    }
    ValueOutput.INT.set(chunk, CRC_AT, crc(chunk, VERSION_AT, lengthBytes(causes.size())));
  }

  static boolean isHole(MemorySegment bytes, long at) {
    return bytes.get(ValueLayout.JAVA_BYTE, at + CODEC_AT) == HOLE;
  }

  /** Returns the number of events of the valid chunk that lies in {@code bytes} from {@code at}. */
  static int count(MemorySegment bytes, long at) {
    return bytes.get(INT, at + COUNT_AT);
  }

  /** Returns the length of the valid chunk that lies in {@code bytes} from {@code at}. */
  static int lengthBytes(MemorySegment bytes, long at) {
    return lengthBytes(bytes.get(SHORT, at + CAUSES_AT)) + bytes.get(INT, at + BODY_LENGTH_AT);
  }

  /**
   * Returns the chunk that lies in {@code bytes} from {@code at}, sharing them.
   *
   * @throws DamageException if there is no valid one
   */
  static Chunk read(MemorySegment bytes, long at) {
    long room = bytes.byteSize() - at;
    require(room >= FIXED_BYTES, "needs a header of 56 bytes, found " + room);
    int magic = bytes.get(INT, at);
    require(magic == MAGIC, "begins with BRNC, found " + Integer.toHexString(magic));
    byte version = bytes.get(ValueLayout.JAVA_BYTE, at + VERSION_AT);
    byte codec = bytes.get(ValueLayout.JAVA_BYTE, at + CODEC_AT);
    require(
        version == VERSION && (codec == PLAIN || codec == HOLE),
        "has version 1.0 or 1.1, found " + version + "." + codec);
    int causes = bytes.get(SHORT, at + CAUSES_AT);
    require(causes >= 0 && causes <= Stamp.MOST_CAUSES, "has at most 64 causes, found " + causes);
    int headerBytes = lengthBytes(causes);
    int bodyBytes = bytes.get(INT, at + BODY_LENGTH_AT);
    require(
        bodyBytes >= 0 && headerBytes + (long) bodyBytes <= room,
        "ends within " + room + " bytes, found " + headerBytes + " and " + bodyBytes);
    MemorySegment header = bytes.asSlice(at + VERSION_AT, headerBytes - VERSION_AT);
    require(bytes.get(INT, at + CRC_AT) == crc(header), "has a header of its crc");
    MemorySegment body = bytes.asSlice(at + headerBytes, bodyBytes);
    require(bytes.get(INT, at + BODY_CRC_AT) == crc(body), "has a body of its crc");
    return view(bytes, at);
  }

  /** Returns the chunk that lies in {@code bytes} from {@code at}, which is valid, sharing them. */
  static Chunk view(MemorySegment bytes, long at) {
    int causes = bytes.get(SHORT, at + CAUSES_AT);
    return new Chunk(
        bytes.get(LONG, at + INCARNATION_AT),
        bytes.get(LONG, at + FIRST_AT),
        bytes.get(INT, at + COUNT_AT),
        new Stamp(
            bytes.get(LONG, at + HLC_AT),
            bytes.get(LONG, at + ORIGIN_AT),
            causes(bytes, at + FIXED_BYTES, causes)),
        bytes,
        at,
        lengthBytes(causes),
        bytes.get(INT, at + BODY_LENGTH_AT));
  }

  private static List<Reference> causes(MemorySegment bytes, long at, int count) {
    if (count == 0) {
      return List.of();
    }
    List<Reference> causes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      causes.add(Reference.unpacked(bytes.get(LONG, at + 8L * i)));
    }
    return causes;
  }

  /**
   * Returns where the chunk behind one that ends at {@code from} probably begins, or -1: right
   * there in the state; in the log behind the tag of an entry, or in the next frame, which begins
   * as many multiples of 8 bytes later as the first chunk of {@code bytes} does in its own.
   */
  static long follow(MemorySegment bytes, long from) {
    if (isMagic(bytes, from)) {
      return from;
    }
    if (isMagic(bytes, from + 1)) {
      return from + 1;
    }
    for (long at = (from + 7) & -8; at < from + FOLLOWS_BYTES; at += 8) {
      if (isMagic(bytes, at)) {
        return at;
      }
    }
    return seek(bytes, from);
  }

  private static boolean isMagic(MemorySegment bytes, long at) {
    return at + FIXED_BYTES <= bytes.byteSize() && bytes.get(INT, at) == MAGIC;
  }

  /** Returns the first place at or behind {@code from} where a chunk may begin, or -1. */
  static long seek(MemorySegment bytes, long from) {
    for (long at = from; at + FIXED_BYTES <= bytes.byteSize(); at++) {
      if (bytes.get(INT, at) == MAGIC) {
        return at;
      }
    }
    return -1;
  }

  /** Returns where the first valid chunk at or behind {@code from} begins, or -1. */
  static long search(MemorySegment bytes, long from) {
    long at = follow(bytes, from);
    if (at >= 0 && isValid(bytes, at)) {
      return at;
    }
    at = seek(bytes, from);
    while (at >= 0 && !isValid(bytes, at)) {
      at = seek(bytes, at + 1);
    }
    return at;
  }

  private static boolean isValid(MemorySegment bytes, long at) {
    try {
      return read(bytes, at).count() > 0;
    } catch (DamageException e) {
      return false;
    }
  }

  private static void require(boolean condition, String rule) {
    if (!condition) {
      throw new DamageException("the bytes of a chunk are damaged: a chunk " + rule);
    }
  }

  private static int crc(MemorySegment bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.asByteBuffer());
    return (int) crc.getValue();
  }

  /** Returns the CRC32C of {@code bytes} in {@code [from, until)}. */
  static int crc(byte[] bytes, int from, int until) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, until - from);
    return (int) crc.getValue();
  }
}
