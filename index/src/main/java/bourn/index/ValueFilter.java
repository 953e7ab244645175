package bourn.index;

import bourn.kernel.Value;
import bourn.kernel.ValueInput;
import bourn.kernel.ValueOutput;

/**
 * The values of a segment, as far as to say that one is not among them. Immutable, but for a mark
 * that it was read.
 *
 * <pre>
 *  varint   size    number of words, at least 1
 *  words    bits    8 bytes each, little-endian
 * </pre>
 */
final class ValueFilter implements Cached {

  /*
   * A Bloom filter [1]: a value sets seven bits, of ten or more a value, so that of values that are
   * not there about one in 120 seems to be. The bits are at equal steps from each other; where they
   * begin, and how far apart they are, are the halves of one hash [2].
   *
   * [1] Bloom, Space/Time Trade-offs in Hash Coding with Allowable Errors, 1970
   * [2] Kirsch and Mitzenmacher, Less Hashing, Same Performance, 2006
   */

  private static final int BITS_A_VALUE = 10;
  private static final int BITS_SET = 7;

  private final long[] words;
  private boolean read;

  private ValueFilter(long[] words) {
    this.words = words;
  }

  static ValueFilter of(Segment segment) {
    ValueFilter filter = new ValueFilter(new long[segment.count() * BITS_A_VALUE / 64 + 1]);
    for (int row = 0; row < segment.count(); row++) {
      long hash = Hash.of(0, segment.value(row));
      for (int i = 0; i < BITS_SET; i++) {
        long bit = filter.bit(hash, i);
        filter.words[(int) (bit >>> 6)] |= 1L << bit;
      }
    }
    return filter;
  }

  /** Returns false only if {@code value} is not among the values. */
  boolean mayHave(Value value) {
    long hash = Hash.of(0, value);
    for (int i = 0; i < BITS_SET; i++) {
      long bit = bit(hash, i);
      if ((words[(int) (bit >>> 6)] & (1L << bit)) == 0) {
        return false;
      }
    }
    return true;
  }

  private long bit(long hash, int i) {
    int at = (int) hash + i * ((int) (hash >>> 32) | 1);
    return (Integer.toUnsignedLong(at) * (64L * words.length)) >>> 32;
  }

  static ValueFilter read(ValueInput input) {
    long[] words = new long[Math.toIntExact(input.readVarint())];
    for (int i = 0; i < words.length; i++) {
      words[i] = input.readLong();
    }
    return new ValueFilter(words);
  }

  ValueOutput toOutput() {
    ValueOutput output = new ValueOutput(8 + 8 * words.length);
    output.writeVarint(words.length);
    for (long word : words) {
      output.writeLong(word);
    }
    return output;
  }

  @Override
  public long sizeBytes() {
    return 64L + 8L * words.length;
  }

  @Override
  public void markRead() {
    if (!read) {
      read = true;
    }
  }

  @Override
  public boolean wasRead() {
    boolean was = read;
    read = false;
    return was;
  }
}
