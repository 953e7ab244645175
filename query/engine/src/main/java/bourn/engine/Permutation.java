package bourn.engine;

import java.util.Arrays;

/** Puts the numbers of rows in the order of their ranks; equal rows stay in order. */
final class Permutation {

  /*
   * The high bits of a row's first rank and the number of the row are packed into one word, and the
   * words sorted: by digits if they are many. What the words leave equal, rows that share those high
   * bits, is then merged by whole ranks, a run at a time.
   */

  private static final int FEW = 1 << 14;
  private static final int DIGIT_BITS = 11;
  private static final int SHORT = 16;
  private static final int ROWS_A_LOOK = 1 << 16;

  private final long[][] ranks;
  private final Guard guard;
  private int sorted;

  private Permutation(long[][] ranks, Guard guard) {
    this.ranks = ranks;
    this.guard = guard;
  }

  /** Returns the rows 0 to {@code count - 1} in the order of {@code ranks[0]}, then the next. */
  static int[] of(long[][] ranks, int count, Guard guard) {
    return new Permutation(ranks, guard).rows(count);
  }

  private int[] rows(int count) {
    if (count < 2) {
      return new int[count];
    }
    long[] first = ranks[0];
    long least = first[0];
    long greatest = first[0];
    for (int i = 1; i < count; i++) {
      look(i);
      least = Math.min(least, first[i]);
      greatest = Math.max(greatest, first[i]);
    }
    int rowBits = 32 - Integer.numberOfLeadingZeros(count - 1);
    int rankBits = 64 - Long.numberOfLeadingZeros(greatest - least);
    int cut = Math.max(0, rankBits + rowBits - 63);
    long[] packed = new long[count];
    for (int i = 0; i < count; i++) {
      look(i);
      packed[i] = (((first[i] - least) >>> cut) << rowBits) | i;
    }
    packed = sorted(packed, rowBits, rankBits - cut);
    return settled(packed, rowBits, cut > 0 || ranks.length > 1);
  }

  private long[] sorted(long[] packed, int rowBits, int bits) {
    if (packed.length < FEW) {
      Arrays.sort(packed);
      return packed;
    }
    long[] from = packed;
    long[] to = new long[packed.length];
    for (int at = rowBits; at < rowBits + bits; at += DIGIT_BITS) {
      byDigit(from, to, at);
      long[] swapped = from;
      from = to;
      to = swapped;
    }
    return from;
  }

  private void byDigit(long[] from, long[] to, int at) {
    int[] places = new int[1 << DIGIT_BITS];
    int mask = places.length - 1;
    for (int i = 0; i < from.length; i++) {
      look(i);
      places[(int) (from[i] >>> at) & mask]++;
    }
    int place = 0;
    for (int digit = 0; digit < places.length; digit++) {
      int count = places[digit];
      places[digit] = place;
      place += count;
    }
    for (int i = 0; i < from.length; i++) {
      look(i);
      long word = from[i];
      to[places[(int) (word >>> at) & mask]++] = word;
    }
  }

  private void look(int row) {
    if (row % ROWS_A_LOOK == 0) {
      guard.check();
    }
  }

  private int[] settled(long[] packed, int rowBits, boolean open) {
    int[] rows = new int[packed.length];
    long mask = (1L << rowBits) - 1;
    for (int i = 0; i < rows.length; i++) {
      look(i);
      rows[i] = (int) (packed[i] & mask);
    }
    if (open) {
      int[] copy = rows.clone();
      int from = 0;
      for (int i = 1; i <= rows.length; i++) {
        if (i == rows.length || packed[i] >>> rowBits != packed[from] >>> rowBits) {
          sort(rows, copy, from, i);
          from = i;
        }
      }
    }
    return rows;
  }

  /** Sorts a range of {@code rows}, of which {@code copy} holds the same. */
  private void sort(int[] rows, int[] copy, int from, int until) {
    if (until - from <= SHORT) {
      insert(rows, from, until);
      return;
    }
    sorted += until - from;
    if (sorted > ROWS_A_LOOK) {
      sorted = 0;
      guard.check();
    }
    int middle = (from + until) >>> 1;
    sort(copy, rows, from, middle);
    sort(copy, rows, middle, until);
    merge(copy, rows, from, middle, until);
  }

  private void merge(int[] from, int[] to, int start, int middle, int end) {
    int left = start;
    int right = middle;
    for (int at = start; at < end; at++) {
      look(at);
      boolean takeLeft = right >= end || (left < middle && compare(from[left], from[right]) <= 0);
      to[at] = takeLeft ? from[left++] : from[right++];
    }
  }

  private void insert(int[] rows, int from, int until) {
    for (int i = from + 1; i < until; i++) {
      int row = rows[i];
      int at = i;
      while (at > from && compare(rows[at - 1], row) > 0) {
        rows[at] = rows[at - 1];
        at--;
      }
      rows[at] = row;
    }
  }

  private int compare(int row, int other) {
    for (long[] rank : ranks) {
      int order = Long.compare(rank[row], rank[other]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
