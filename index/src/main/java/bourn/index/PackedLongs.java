package bourn.index;

import bourn.kernel.StorageException;
import bourn.kernel.ValueInput;
import bourn.kernel.ValueOutput;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers in as few bits as the widest of them needs.
 *
 * <pre>
 *  byte 0         mode      0: each number less the least; 1: each step from the number before it,
 *                           less the least step
 *  then 8 bytes   least     the least number or step
 *  then 8 bytes   first     the first number, in mode 1 only
 *  then 1 byte    width     bits of each, 0 to 56 or 64
 *  then           bits      of all numbers (steps: of all but the first), the lowest bit first, up
 *                           to a whole byte
 * </pre>
 *
 * <p>All numbers are little-endian; sums wrap around.
 */
final class PackedLongs {

  private static final int PLAIN = 0;
  private static final int STEPS = 1;
  private static final int WIDEST_SHIFTED = 56;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private PackedLongs() {}

  static void write(long[] numbers, int count, ValueOutput output) {
    long[] steps = new long[Math.max(0, count - 1)];
    for (int i = 1; i < count; i++) {
      steps[i - 1] = numbers[i] - numbers[i - 1];
    }
    long least = least(numbers, count);
    long leastStep = least(steps, steps.length);
    int width = width(numbers, count, least);
    int stepWidth = width(steps, steps.length, leastStep);
    if (stepWidth < width) {
      output.writeByte(STEPS);
      output.writeLong(leastStep);
      output.writeLong(numbers[0]);
      writeBits(steps, steps.length, leastStep, stepWidth, output);
    } else {
      output.writeByte(PLAIN);
      output.writeLong(least);
      writeBits(numbers, count, least, width, output);
    }
  }

  private static long least(long[] numbers, int count) {
    long least = count == 0 ? 0 : numbers[0];
    for (int i = 1; i < count; i++) {
      least = Math.min(least, numbers[i]);
    }
    return least;
  }

  private static int width(long[] numbers, int count, long least) {
    long bits = 0;
    for (int i = 0; i < count; i++) {
      bits |= numbers[i] - least;
    }
    int width = Long.SIZE - Long.numberOfLeadingZeros(bits);
    return width > WIDEST_SHIFTED ? Long.SIZE : width;
  }

  private static void writeBits(
      long[] numbers, int count, long least, int width, ValueOutput output) {
    output.writeByte(width);
    byte[] bytes = new byte[lengthBytes(count, width) + Long.BYTES];
    for (int i = 0; i < count; i++) {
      long bit = (long) i * width;
      int at = (int) (bit >>> 3);
      long word = (long) LONGS.get(bytes, at);
      LONGS.set(bytes, at, word | (numbers[i] - least) << (bit & 7));
    }
    output.writeBytes(bytes, 0, bytes.length - Long.BYTES);
  }

  private static int lengthBytes(int count, int width) {
    return Math.toIntExact(((long) count * width + 7) >>> 3);
  }

  /**
   * Reads {@code count} numbers.
   *
   * @throws StorageException if they are not there
   */
  static long[] read(int count, ValueInput input) {
    int mode = input.readByte();
    long least = input.readLong();
    return switch (mode) {
      case PLAIN -> {
        long[] numbers = new long[count];
        readBits(numbers, 0, least, input);
        yield numbers;
      }
      case STEPS -> readSteps(count, least, input);
      default ->
          throw new StorageException(
              "packed numbers are required to be of mode 0 or 1, found " + mode);
    };
  }

  private static long[] readSteps(int count, long least, ValueInput input) {
    long[] numbers = new long[count];
    long first = input.readLong();
    readBits(numbers, 1, least, input);
    numbers[0] = first;
    for (int i = 1; i < count; i++) {
      numbers[i] += numbers[i - 1];
    }
    return numbers;
  }

  private static void readBits(long[] numbers, int from, long least, ValueInput input) {
    int width = input.readByte();
    if (width > Long.SIZE) {
      throw new StorageException("a width is required to be at most 64 bits, found " + width);
    }
    int length = lengthBytes(numbers.length - from, width);
    byte[] bytes = new byte[length + Long.BYTES];
    System.arraycopy(input.readBytes(length), 0, bytes, 0, length);
    long mask = width == Long.SIZE ? -1L : (1L << width) - 1;
    for (int i = from; i < numbers.length; i++) {
      long bit = (long) (i - from) * width;
      long word = (long) LONGS.get(bytes, (int) (bit >>> 3));
      numbers[i] = (word >>> (bit & 7) & mask) + least;
    }
  }
}
