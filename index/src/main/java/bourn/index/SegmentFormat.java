package bourn.index;

import bourn.columns.Kind;
import bourn.kernel.StorageException;
import bourn.kernel.Value;
import bourn.kernel.ValueInput;
import bourn.kernel.ValueOutput;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * How a segment lies in bytes.
 *
 * <pre>
 *  byte 0 .. 3   magic        "BRND"
 *  byte 4        version      1, or 2 where metas may follow; a change of layout is a new version,
 *                             never an edit of one
 *  byte 5 .. 8   crc          CRC32C of everything after this field, little-endian
 *  varint        count        number of facts
 *  packed        entities
 *  packed        attributes
 *  packed        added        entities of transactions
 *  byte          flags        1: the entities of transactions that retracted the facts follow,
 *                             packed; 2: after those, metas follow, packed
 *  byte          kind         of all words; 255: the kind of each follows, a byte each
 *  packed        words        of kind CODE: the index in the dictionary
 *  varint        size         of the dictionary
 *  values        dictionary   ascending
 * </pre>
 *
 * <p>A segment is valid if and only if the magic and a known version stand at its start and the crc
 * matches.
 */
final class SegmentFormat {

  private static final int MAGIC = 'B' | 'R' << 8 | 'N' << 16 | 'D' << 24;
  private static final int VERSION = 1;
  private static final int VERSION_WITH_METAS = 2;
  private static final int RETRACTED = 1;
  private static final int METAS = 2;
  private static final int HEADER_BYTES = 9;
  private static final int MIXED = 255;

  private SegmentFormat() {}

  static byte[] write(Segment segment) {
    ValueOutput output = new ValueOutput(64 + 8 * segment.count());
    writeTo(segment, output);
    return sealed(output, segment.metas() == null ? VERSION : VERSION_WITH_METAS);
  }

  static Segment read(byte[] bytes) {
    return readFrom(opened(bytes));
  }

  /** Returns what was written, with magic, version and crc before it. */
  static byte[] sealed(ValueOutput body) {
    return sealed(body, VERSION);
  }

  private static byte[] sealed(ValueOutput body, int version) {
    CRC32C crc = new CRC32C();
    crc.update(body.array(), 0, body.lengthBytes());
    ValueOutput output = new ValueOutput(HEADER_BYTES + body.lengthBytes());
    output.writeInt(MAGIC);
    output.writeByte(version);
    output.writeInt((int) crc.getValue());
    output.writeBytes(body.array(), 0, body.lengthBytes());
    return output.toBytes();
  }

  /**
   * Returns what {@link #sealed} was given.
   *
   * @throws StorageException if the bytes are not what it returned
   */
  static ValueInput opened(byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      throw damaged(HEADER_BYTES + " bytes or more", bytes.length + " bytes");
    }
    ValueInput header = new ValueInput(bytes, 0, HEADER_BYTES);
    int magic = header.readInt();
    int version = header.readByte();
    if (magic != MAGIC || version < VERSION || version > VERSION_WITH_METAS) {
      throw damaged("version 1 or 2", "magic " + magic + ", version " + version);
    }
    int expected = header.readInt();
    CRC32C crc = new CRC32C();
    crc.update(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
    if (expected != (int) crc.getValue()) {
      throw damaged("crc " + expected, "crc " + (int) crc.getValue());
    }
    return new ValueInput(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
  }

  private static StorageException damaged(String required, String found) {
    return new StorageException(
        "a segment of an index is damaged: required " + required + ", found " + found);
  }

  static void writeTo(Segment segment, ValueOutput output) {
    int count = segment.count();
    output.writeVarint(count);
    PackedLongs.write(segment.entities(), count, output);
    PackedLongs.write(segment.attributes(), count, output);
    PackedLongs.write(segment.added(), count, output);
    long[] retracted = segment.retracted();
    long[] metas = segment.metas();
    output.writeByte((retracted == null ? 0 : RETRACTED) | (metas == null ? 0 : METAS));
    if (retracted != null) {
      PackedLongs.write(retracted, count, output);
    }
    if (metas != null) {
      PackedLongs.write(metas, count, output);
    }
    byte[] kinds = segment.kinds();
    output.writeByte(kinds == null ? segment.kind().tag() : MIXED);
    if (kinds != null) {
      output.writeBytes(kinds, 0, count);
    }
    PackedLongs.write(segment.words(), count, output);
    output.writeVarint(segment.dictionary().length);
    for (Value value : segment.dictionary()) {
      output.write(value);
    }
  }

  static Segment readFrom(ValueInput input) {
    int count = Math.toIntExact(input.readVarint());
    long[] entities = PackedLongs.read(count, input);
    long[] attributes = PackedLongs.read(count, input);
    long[] added = PackedLongs.read(count, input);
    int flags = input.readByte();
    long[] retracted = (flags & RETRACTED) == 0 ? null : PackedLongs.read(count, input);
    long[] metas = (flags & METAS) == 0 ? null : PackedLongs.read(count, input);
    int kind = input.readByte();
    byte[] kinds = kind == MIXED ? input.readBytes(count) : null;
    long[] words = PackedLongs.read(count, input);
    Value[] dictionary = new Value[Math.toIntExact(input.readVarint())];
    Arrays.setAll(dictionary, i -> input.read());
    return new Segment(
        count,
        entities,
        attributes,
        kinds == null ? Kind.of((byte) kind) : Kind.INT,
        kinds,
        words,
        dictionary,
        added,
        retracted,
        metas);
  }
}
