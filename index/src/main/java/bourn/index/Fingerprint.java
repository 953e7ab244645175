package bourn.index;

import bourn.datoms.Datom;
import bourn.kernel.ValueOutput;
import java.util.BitSet;

/**
 * How many datoms there are in each of some buckets, and the sum of their hashes: equal for equal
 * multisets of datoms, whatever their order, and for others with a chance of 2^-64 only. Confined
 * to one thread.
 */
final class Fingerprint {

  private static final int BUCKET_BITS = 12;

  private final long[] counts = new long[1 << BUCKET_BITS];
  private final long[] sums = new long[1 << BUCKET_BITS];

  /** Adds a datom {@code times} times; -1 takes it away. */
  void add(Datom datom, int times) {
    long hash = hash(datom);
    int bucket = bucket(hash);
    counts[bucket] += times;
    sums[bucket] += times * mixed(hash ^ 0x5851F42D4C957F2DL);
  }

  /** Returns the buckets in which this and {@code other} differ. */
  BitSet differences(Fingerprint other) {
    BitSet differences = new BitSet();
    for (int bucket = 0; bucket < counts.length; bucket++) {
      if (counts[bucket] != other.counts[bucket] || sums[bucket] != other.sums[bucket]) {
        differences.set(bucket);
      }
    }
    return differences;
  }

  /** Returns the number of datoms. */
  long count() {
    long count = 0;
    for (long each : counts) {
      count += each;
    }
    return count;
  }

  /** Returns the number of datoms in {@code bucket}. */
  long count(int bucket) {
    return counts[bucket];
  }

  /** Returns the bucket of {@code datom}. */
  static int bucket(Datom datom) {
    return bucket(hash(datom));
  }

  private static int bucket(long hash) {
    return (int) (hash >>> (64 - BUCKET_BITS));
  }

  /** Equal values have equal bytes, so that equal datoms have equal hashes. */
  private static long hash(Datom datom) {
    ValueOutput value = new ValueOutput(32);
    value.write(datom.value());
    long hash = mixed(datom.entity());
    hash = mixed(hash ^ datom.attribute());
    hash = mixed(hash ^ datom.t());
    hash = mixed(hash ^ (datom.added() ? 1 : 2));
    hash = mixed(hash ^ datom.meta());
    byte[] bytes = value.array();
    int length = value.lengthBytes();
    hash = mixed(hash ^ length);
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
  private static long mixed(long word) {
    long z = word + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
