package bourn.kernel;

import static bourn.kernel.ValueCodec.BIG_INT;
import static bourn.kernel.ValueCodec.BLOB;
import static bourn.kernel.ValueCodec.BYTES;
import static bourn.kernel.ValueCodec.DECIMAL;
import static bourn.kernel.ValueCodec.FALSE;
import static bourn.kernel.ValueCodec.INT;
import static bourn.kernel.ValueCodec.KEYWORD;
import static bourn.kernel.ValueCodec.LIST;
import static bourn.kernel.ValueCodec.MAP;
import static bourn.kernel.ValueCodec.NIL;
import static bourn.kernel.ValueCodec.REAL;
import static bourn.kernel.ValueCodec.REFERENCE;
import static bourn.kernel.ValueCodec.SET;
import static bourn.kernel.ValueCodec.SHORT_KEYWORD;
import static bourn.kernel.ValueCodec.SHORT_TEXT;
import static bourn.kernel.ValueCodec.SMALL;
import static bourn.kernel.ValueCodec.SMALL_INT;
import static bourn.kernel.ValueCodec.SYMBOL;
import static bourn.kernel.ValueCodec.TAGGED;
import static bourn.kernel.ValueCodec.TEXT;
import static bourn.kernel.ValueCodec.TIME;
import static bourn.kernel.ValueCodec.TRUE;
import static bourn.kernel.ValueCodec.UUID_TAG;

/** Writes values as {@link ValueCodec} lays them out. */
final class ValueEncoder {

  private ValueEncoder() {}

  static void write(Value value, ValueOutput output) {
    write(value, output, 0);
  }

  private static void write(Value value, ValueOutput output, int depth) {
    switch (value) {
      case Value.Nil nil -> output.writeByte(NIL);
      case Value.Bool bool -> output.writeByte(bool.value() ? TRUE : FALSE);
      case Value.Int number -> writeInt(number.value(), output);
      case Value.Real real -> {
        output.writeByte(REAL);
        output.writeLong(Value.Real.canonicalBits(real.value()));
      }
      case Value.BigInt number -> output.writeSized(BIG_INT, number.value().toByteArray());
      case Value.Decimal number -> {
        output.writeByte(DECIMAL);
        output.writeZigZag(number.value().scale());
        writeSized(number.value().unscaledValue().toByteArray(), output);
      }
      case Value.Text text -> writeName(text.value(), SHORT_TEXT, TEXT, output);
      case Keyword keyword -> writeName(keyword.name(), SHORT_KEYWORD, KEYWORD, output);
      case Symbol symbol -> {
        output.writeByte(SYMBOL);
        output.writeText(symbol.name());
      }
      case Value.Time time -> {
        output.writeByte(TIME);
        output.writeLong(time.epochMicros());
      }
      case Value.Uuid uuid -> {
        output.writeByte(UUID_TAG);
        output.writeLong(uuid.value().getLeastSignificantBits());
        output.writeLong(uuid.value().getMostSignificantBits());
      }
      case Value.Bytes bytes -> output.writeSized(BYTES, bytes.value());
      case Value.Items items -> writeItems(items, output, deeper(depth));
      case Value.Entries map -> writeMap(map, output, deeper(depth));
      case Value.Members set -> writeSet(set, output, deeper(depth));
      case Value.Tagged tagged -> {
        output.writeByte(TAGGED);
        int start = output.lengthBytes();
        output.writeText(tagged.tag().name());
        write(tagged.value(), output, deeper(depth));
        output.insertLength(start);
      }
      case Reference reference -> {
        output.writeByte(REFERENCE);
        writeReference(reference, output);
      }
      case BlobReference blob -> {
        output.writeByte(BLOB);
        writeReference(blob.blob(), output);
        output.writeVarint(blob.start());
        output.writeVarint(blob.lengthBytes());
        output.writeInt(blob.crc());
      }
    }
  }

  private static int deeper(int depth) {
    if (depth == Value.MOST_DEPTH) {
      throw new IllegalArgumentException(
          "a value is nested at most " + Value.MOST_DEPTH + " levels deep, was deeper");
    }
    return depth + 1;
  }

  private static void writeInt(long number, ValueOutput output) {
    if (number >= 0 && number < SMALL) {
      output.writeByte(SMALL_INT | (int) number);
    } else {
      output.writeByte(INT);
      output.writeZigZag(number);
    }
  }

  private static void writeSized(byte[] bytes, ValueOutput output) {
    output.writeVarint(bytes.length);
    output.writeBytes(bytes);
  }

  private static void writeName(String name, int shortTag, int tag, ValueOutput output) {
    if (name.length() < SMALL && writeShortName(name, shortTag, output)) {
      return;
    }
    output.writeByte(tag);
    output.writeText(name);
  }

  /** Writes {@code name}, or nothing when it takes too many bytes. */
  private static boolean writeShortName(String name, int shortTag, ValueOutput output) {
    int start = output.lengthBytes();
    output.writeByte(shortTag);
    output.writeUtf8(name);
    int lengthBytes = output.lengthBytes() - start - 1;
    if (lengthBytes >= SMALL) {
      output.truncate(start);
      return false;
    }
    output.setByte(start, shortTag | lengthBytes);
    return true;
  }

  private static void writeReference(Reference reference, ValueOutput output) {
    output.writeVarint(reference.incarnation());
    output.writeVarint(reference.offset());
  }

  private static void writeItems(Value.Items list, ValueOutput output, int depth) {
    output.writeByte(LIST);
    int start = output.lengthBytes();
    output.writeVarint(list.items().size());
    for (Value item : list.items()) {
      write(item, output, depth);
    }
    output.insertLength(start);
  }

  private static void writeMap(Value.Entries entries, ValueOutput output, int depth) {
    ValueMap map = entries.map();
    output.writeByte(MAP);
    int start = output.lengthBytes();
    output.writeVarint(map.size());
    for (int rank = 0; rank < map.size(); rank++) {
      int index = map.keys().index(rank);
      write(map.keys().given(index), output, depth);
      write(map.given(index), output, depth);
    }
    output.insertLength(start);
  }

  private static void writeSet(Value.Members set, ValueOutput output, int depth) {
    Ascending members = set.ascending();
    output.writeByte(SET);
    int start = output.lengthBytes();
    output.writeVarint(members.size());
    for (int rank = 0; rank < members.size(); rank++) {
      write(members.given(members.index(rank)), output, depth);
    }
    output.insertLength(start);
  }
}
