package bourn.engine;

import bourn.columns.Column;
import bourn.columns.Kind;

/** Comparisons of columns of one kind, one loop a test so that each is a loop over words only. */
final class ComparisonKernels {

  private ComparisonKernels() {}

  /** Numbers, times and references order as their words do. */
  static Column words(Comparison.Test test, Column left, Column right, int count) {
    long[] a = left.words();
    long[] b = right.words();
    int i = left.start();
    int j = right.start();
    long[] made = new long[count];
    switch (test) {
      case SAME, EQUAL -> equal(a, i, b, j, made, 1);
      case DIFFERENT, UNEQUAL -> equal(a, i, b, j, made, 0);
      case LESS -> less(a, i, b, j, made, 1);
      case AT_LEAST -> less(a, i, b, j, made, 0);
      case GREATER -> less(b, j, a, i, made, 1);
      case AT_MOST -> less(b, j, a, i, made, 0);
    }
    return Column.of(Kind.BOOL, made);
  }

  /** Reals order as their bits do, once the negative ones are turned round. */
  static Column reals(Comparison.Test test, Column left, Column right, int count) {
    return words(test, ordered(left, count), ordered(right, count), count);
  }

  private static Column ordered(Column column, int count) {
    long[] words = column.words();
    int start = column.start();
    long[] made = new long[count];
    for (int i = 0; i < count; i++) {
      made[i] = Ranks.real(words[start + i]);
    }
    return Column.of(Kind.INT, made);
  }

  private static void equal(long[] a, int i, long[] b, int j, long[] made, long equal) {
    for (int k = 0; k < made.length; k++) {
      made[k] = a[i + k] == b[j + k] ? equal : 1 - equal;
    }
  }

  private static void less(long[] a, int i, long[] b, int j, long[] made, long less) {
    for (int k = 0; k < made.length; k++) {
      made[k] = a[i + k] < b[j + k] ? less : 1 - less;
    }
  }
}
