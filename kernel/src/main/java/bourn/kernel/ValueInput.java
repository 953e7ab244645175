package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reads what a {@link ValueOutput} wrote. Bytes that it cannot have written, or too few of them,
 * are a {@link StorageException}. Confined to one thread.
 */
public final class ValueInput {

  private final byte[] bytes;
  private final int start;
  private final int end;
  private int at;

  /** Makes an input over {@code length} bytes of {@code bytes}, which it shares. */
  public ValueInput(byte[] bytes, int start, int length) {
    if (start < 0 || length < 0 || start > bytes.length - length) {
      throw new IllegalArgumentException(
          "start and length must lie in an array of "
              + bytes.length
              + " bytes, were "
              + start
              + " and "
              + length);
    }
    this.bytes = bytes;
    this.start = start;
    this.end = start + length;
    this.at = start;
  }

  /** Returns an input over bytes of {@code segment}; shares them on the heap, else copies them. */
  public static ValueInput of(MemorySegment segment, long start, long length) {
    if (length > Integer.MAX_VALUE - 16) {
      throw new IllegalArgumentException("at most 2 GiB can be read, was " + length + " bytes");
    }
    if (segment.heapBase().orElse(null) instanceof byte[] array
        && start >= 0
        && length >= 0
        && start <= segment.byteSize() - length) {
      return new ValueInput(array, Math.toIntExact(segment.address() + start), (int) length);
    }
    byte[] copy = segment.asSlice(start, length).toArray(ValueLayout.JAVA_BYTE);
    return new ValueInput(copy, 0, copy.length);
  }

  /** Returns the number of bytes not yet read. */
  public int remaining() {
    return end - at;
  }

  /** Returns the number of bytes already read. */
  public int position() {
    return at - start;
  }

  /** Reads one byte, as a number from 0 to 255. */
  public int readByte() {
    require(1);
    return bytes[at++] & 0xFF;
  }

  /** Reads 4 bytes. */
  public int readInt() {
    require(4);
    int value = (int) ValueOutput.INT.get(bytes, at);
    at += 4;
    return value;
  }

  /** Reads 8 bytes. */
  public long readLong() {
    require(8);
    long value = (long) ValueOutput.LONG.get(bytes, at);
    at += 8;
    return value;
  }

  /** Reads an unsigned varint; one that is longer than it need be is refused. */
  public long readVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        if ((next == 0 && shift > 0) || (shift == 63 && next > 1)) {
          throw damaged("a varint as short as can be", "byte " + next);
        }
        return value;
      }
    }
    throw damaged("a varint of at most 10 bytes", "more");
  }

  /** Reads a signed varint. */
  public long readZigZag() {
    long value = readVarint();
    return value >>> 1 ^ -(value & 1);
  }

  /** Reads {@code count} bytes. */
  public byte[] readBytes(int count) {
    require(count);
    byte[] read = new byte[count];
    System.arraycopy(bytes, at, read, 0, count);
    at += count;
    return read;
  }

  /** Reads a length as a varint, which is at most what remains. */
  public int readLength() {
    long length = readVarint();
    if (length < 0 || length > remaining()) {
      throw damaged("a length of at most " + remaining(), Long.toUnsignedString(length));
    }
    return (int) length;
  }

  /** Reads a string that {@link ValueOutput#writeText} wrote. */
  public String readText() {
    return readUtf8(readLength());
  }

  /** Reads {@code lengthBytes} bytes of UTF-8. */
  public String readUtf8(int lengthBytes) {
    require(lengthBytes);
    String text = Utf8.read(bytes, at, lengthBytes);
    if (text == null) {
      throw damaged("UTF-8", "other bytes");
    }
    at += lengthBytes;
    return text;
  }

  /** Reads the name of a keyword, in {@code lengthBytes} bytes of UTF-8. */
  Keyword readKeyword(int lengthBytes) {
    require(lengthBytes);
    Keyword keyword = Keywords.of(bytes, at, lengthBytes);
    if (keyword == null) {
      throw damaged("UTF-8", "other bytes");
    }
    at += lengthBytes;
    return keyword;
  }

  /** Reads a value that {@link ValueOutput#write} wrote. */
  public Value read() {
    return ValueDecoder.read(this);
  }

  /** Returns the exception that says that these bytes are not what was written. */
  StorageException damaged(String required, String found) {
    return new StorageException(
        "damaged value: at byte " + position() + " required " + required + ", found " + found);
  }

  private void require(int count) {
    if (count < 0 || count > end - at) {
      throw damaged(count + " more bytes", (end - at) + " bytes");
    }
  }
}
