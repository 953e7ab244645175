package bourn.index;

import bourn.datoms.Datom;
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
    sums[bucket] += times * Hash.mixed(hash ^ 0x5851F42D4C957F2DL);
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

  private static long hash(Datom datom) {
    long hash = Hash.mixed(datom.entity());
    hash = Hash.mixed(hash ^ datom.attribute());
    hash = Hash.mixed(hash ^ datom.t());
    hash = Hash.mixed(hash ^ (datom.added() ? 1 : 2));
    return Hash.of(Hash.mixed(hash ^ datom.meta()), datom.value());
  }
}
