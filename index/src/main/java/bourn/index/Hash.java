package bourn.index;

import bourn.kernel.Value;
import bourn.kernel.ValueOutput;

/** Hashes that are the same in every process. What is stored depends on them: they never change. */
final class Hash {

  private Hash() {}

  /** Returns a hash of {@code before} and {@code value}. Equal values have equal bytes. */
  static long of(long before, Value value) {
    ValueOutput encoded = new ValueOutput(32);
    encoded.write(value);
    byte[] bytes = encoded.array();
    int length = encoded.lengthBytes();
    long hash = mixed(before ^ length);
    for (int i = 0; i < length; i += 8) {
      hash = mixed(hash ^ word(bytes, i, Math.min(length, i + 8)));
    }
    return hash;
  }

  private static long word(byte[] bytes, int from, int until) {
    long word = 0;
    for (int i = from; i < until; i++) {
      word = word << 8 | (bytes[i] & 0xFF);
    }
    return word;
  }

  /** Returns {@code word} with all bits mixed, as SplitMix64 does. */
  static long mixed(long word) {
    long z = word + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
