package bourn.engine;

/** Puts the numbers of rows in the order of their ranks; equal rows stay in order. */
final class Permutation {

  private static final int SHORT = 16;

  private final long[][] ranks;
  private final Guard guard;

  private Permutation(long[][] ranks, Guard guard) {
    this.ranks = ranks;
    this.guard = guard;
  }

  /** Returns the rows 0 to {@code count - 1} in the order of {@code ranks[0]}, then the next. */
  static int[] of(long[][] ranks, int count, Guard guard) {
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      rows[i] = i;
    }
    new Permutation(ranks, guard).sort(rows, rows.clone(), 0, count);
    return rows;
  }

  /** Sorts a range of {@code rows}, of which {@code copy} holds the same. */
  private void sort(int[] rows, int[] copy, int from, int until) {
    if (until - from <= SHORT) {
      insert(rows, from, until);
      return;
    }
    if (until - from > 1 << 16) {
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
