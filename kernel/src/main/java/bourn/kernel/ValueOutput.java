package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A growing array of bytes to which numbers, strings and values are appended. Numbers of fixed
 * width are little-endian. Confined to one thread; {@link #clear} makes it fit for reuse.
 */
public final class ValueOutput {

  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();
  private static final int MOST_BYTES = Integer.MAX_VALUE - 16;

  private byte[] bytes;
  private int length;
  private @Nullable MemorySegment memory;
  private @Nullable ByteBuffer buffer;

  /** Makes an empty output. */
  public ValueOutput() {
    this(256);
  }

  /** Makes an empty output with room for {@code capacityBytes} before it first grows. */
  public ValueOutput(int capacityBytes) {
    bytes = new byte[Math.max(16, capacityBytes)];
  }

  /** Returns the number of bytes written. */
  public int lengthBytes() {
    return length;
  }

  /** Returns the array written to, of which the first {@link #lengthBytes} count; not copied. */
  public byte[] array() {
    return bytes;
  }

  /** Returns a copy of the bytes written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Returns the bytes written, not copied: valid until the next write. */
  public MemorySegment segment() {
    return memory().asSlice(0, length);
  }

  /** Returns all the room there is, not copied: the same object until it grows. */
  MemorySegment memory() {
    MemorySegment made = memory;
    if (made == null) {
      made = MemorySegment.ofArray(bytes);
      memory = made;
    }
    return made;
  }

  /** Returns the same as a buffer, of which the caller sets position and limit. */
  ByteBuffer buffer() {
    ByteBuffer made = buffer;
    if (made == null) {
      made = ByteBuffer.wrap(bytes);
      buffer = made;
    }
    return made;
  }

  /** Forgets what was written and keeps the room. */
  public void clear() {
    length = 0;
  }

  /** Forgets what was written after the first {@code lengthBytes}. */
  public void truncate(int lengthBytes) {
    if (lengthBytes < 0 || lengthBytes > length) {
      throw new IllegalArgumentException(
          "length must lie in [0, " + length + "], was " + lengthBytes);
    }
    length = lengthBytes;
  }

  /** Writes the low 8 bits of {@code value}. */
  public void writeByte(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  /** Writes 4 bytes. */
  public void writeInt(int value) {
    reserve(4);
    INT.set(bytes, length, value);
    length += 4;
  }

  /** Writes 8 bytes. */
  public void writeLong(long value) {
    reserve(8);
    LONG.set(bytes, length, value);
    length += 8;
  }

  /** Overwrites the 4 bytes that begin at {@code position}. */
  public void setInt(int position, int value) {
    if (position < 0 || position > length - 4) {
      throw new IllegalArgumentException(
          "position must lie in [0, " + (length - 4) + "], was " + position);
    }
    INT.set(bytes, position, value);
  }

  /** Leaves {@code count} bytes to be set later; what they hold until then is undefined. */
  void skip(int count) {
    reserve(count);
    length += count;
  }

  void setByte(int position, int value) {
    bytes[position] = (byte) value;
  }

  /** Writes the unsigned {@code value}, 7 bits a byte, lowest first: 1 to 10 bytes. */
  public void writeVarint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** Writes the signed {@code value} as a varint, small for a value near zero. */
  public void writeZigZag(long value) {
    writeVarint(value << 1 ^ value >> 63);
  }

  /** Writes all of {@code source}. */
  public void writeBytes(byte[] source) {
    writeBytes(source, 0, source.length);
  }

  /** Writes {@code count} bytes of {@code source}. */
  public void writeBytes(byte[] source, int start, int count) {
    reserve(count);
    System.arraycopy(source, start, bytes, length, count);
    length += count;
  }

  /** Writes {@code tag}, the length of {@code source} as a varint, and all of it. */
  void writeSized(int tag, byte[] source) {
    reserve(11L + source.length);
    bytes[length++] = (byte) tag;
    if (source.length < 0x80) {
      bytes[length++] = (byte) source.length;
    } else {
      writeVarint(source.length);
    }
    System.arraycopy(source, 0, bytes, length, source.length);
    length += source.length;
  }

  /** Writes the length in bytes as a varint, then the UTF-8 of {@code text}. */
  public void writeText(String text) {
    writeVarint(Utf8.lengthBytes(text));
    writeUtf8(text);
  }

  /** Writes the UTF-8 of {@code text}; half of a surrogate pair is three bytes of its own. */
  public void writeUtf8(String text) {
    reserve(3L * text.length());
    length = Utf8.write(text, bytes, length);
  }

  /**
   * Writes {@code value} as {@link ValueCodec} lays it out.
   *
   * @throws IllegalArgumentException if it is nested deeper than {@link Value#MOST_DEPTH}
   */
  public void write(Value value) {
    ValueEncoder.write(value, this);
  }

  /** Writes, in front of what was written from {@code start} on, its length as a varint. */
  void insertLength(int start) {
    int contentBytes = length - start;
    int prefixBytes = Math.max(1, (38 - Integer.numberOfLeadingZeros(contentBytes)) / 7);
    reserve(prefixBytes);
    System.arraycopy(bytes, start, bytes, start + prefixBytes, contentBytes);
    length = start;
    writeVarint(contentBytes);
    length += contentBytes;
  }

  private void reserve(long count) {
    if (length + count > bytes.length) {
      grow(length + count);
    }
  }

  private void grow(long required) {
    if (required > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a value or a body takes at most " + MOST_BYTES + " bytes, was at least " + length);
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(MOST_BYTES, Math.max(2L * bytes.length, required)));
    memory = null;
    buffer = null;
  }
}
