package bourn.index;

import java.util.Arrays;

/** Sorts row numbers, stably. */
final class Sorting {

  private static final int SHORT = 16;
  private static final int FEW = 256;

  private Sorting() {}

  /** Compares two rows. */
  @FunctionalInterface
  interface RowOrder {
    int compare(int row, int other);
  }

  /** Returns {@code 0 .. count - 1}. */
  static int[] identity(int count) {
    int[] rows = new int[count];
    Arrays.setAll(rows, i -> i);
    return rows;
  }

  /** Returns {@code rows} sorted; equal rows keep their order. */
  static int[] sorted(int[] rows, RowOrder order) {
    int[] sorted = rows.clone();
    sort(sorted, rows.clone(), 0, rows.length, order);
    return sorted;
  }

  /**
   * Returns {@code rows} sorted by the key of each, {@code keys[row]}; equal rows keep their order.
   */
  static int[] sorted(int[] rows, long[] keys) {
    if (rows.length < FEW) {
      return sorted(rows, (row, other) -> Long.compare(keys[row], keys[other]));
    }
    // By each byte in which keys differ, the lowest first.
    long differing = 0;
    for (int row : rows) {
      differing |= keys[row] ^ keys[rows[0]];
    }
    int[] sorted = rows.clone();
    int[] spare = new int[rows.length];
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      if (((differing >>> shift) & 0xFF) != 0) {
        deal(sorted, spare, keys, shift);
        int[] dealt = spare;
        spare = sorted;
        sorted = dealt;
      }
    }
    return sorted;
  }

  /** Sorts by one byte of the keys. */
  private static void deal(int[] rows, int[] into, long[] keys, int shift) {
    int[] starts = new int[257];
    for (int row : rows) {
      starts[digit(keys[row], shift) + 1]++;
    }
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    for (int row : rows) {
      into[starts[digit(keys[row], shift)]++] = row;
    }
  }

  /** Returns a byte of {@code key}, of negative ones a lesser one where it has the sign. */
  private static int digit(long key, int shift) {
    int digit = (int) (key >>> shift) & 0xFF;
    return shift + Byte.SIZE == Long.SIZE ? digit ^ 0x80 : digit;
  }

  private static void sort(int[] rows, int[] spare, int from, int until, RowOrder order) {
    if (until - from <= SHORT) {
      insert(rows, from, until, order);
      return;
    }
    int middle = (from + until) >>> 1;
    sort(rows, spare, from, middle, order);
    sort(rows, spare, middle, until, order);
    if (order.compare(rows[middle - 1], rows[middle]) > 0) {
      merge(rows, spare, from, middle, until, order);
    }
  }

  private static void insert(int[] rows, int from, int until, RowOrder order) {
    for (int i = from + 1; i < until; i++) {
      int row = rows[i];
      int j = i;
      while (j > from && order.compare(rows[j - 1], row) > 0) {
        rows[j] = rows[j - 1];
        j--;
      }
      rows[j] = row;
    }
  }

  private static void merge(
      int[] rows, int[] spare, int from, int middle, int until, RowOrder order) {
    System.arraycopy(rows, from, spare, from, middle - from);
    int left = from;
    int right = middle;
    for (int out = from; left < middle; out++) {
      if (right < until && order.compare(spare[left], rows[right]) > 0) {
        rows[out] = rows[right++];
      } else {
        rows[out] = spare[left++];
      }
    }
  }
}
