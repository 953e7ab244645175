package bourn.engine;

import bourn.columns.Column;
import bourn.columns.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic of columns of integers. Each gives null when one row overflows or divides by zero;
 * then whoever calls goes row by row and finds out which.
 */
final class IntKernels {

  private IntKernels() {}

  static @Nullable Column compute(
      Arithmetic.Operation operation, Column left, Column right, int count) {
    long[] a = left.words();
    long[] b = right.words();
    int i = left.start();
    int j = right.start();
    long[] made = new long[count];
    boolean exact =
        switch (operation) {
          case PLUS -> plus(a, i, b, j, made);
          case MINUS -> minus(a, i, b, j, made);
          case TIMES -> times(a, i, b, j, made);
          case DIVIDE -> false;
          case QUOT, REM, MOD -> divide(operation, a, i, b, j, made);
          case LEAST -> least(a, i, b, j, made);
          case GREATEST -> greatest(a, i, b, j, made);
        };
    return exact ? Column.of(Kind.INT, made) : null;
  }

  private static boolean plus(long[] a, int i, long[] b, int j, long[] made) {
    long overflow = 0;
    for (int k = 0; k < made.length; k++) {
      long x = a[i + k];
      long y = b[j + k];
      long sum = x + y;
      overflow |= (x ^ sum) & (y ^ sum);
      made[k] = sum;
    }
    return overflow >= 0;
  }

  private static boolean minus(long[] a, int i, long[] b, int j, long[] made) {
    long overflow = 0;
    for (int k = 0; k < made.length; k++) {
      long x = a[i + k];
      long y = b[j + k];
      long difference = x - y;
      overflow |= (x ^ y) & (x ^ difference);
      made[k] = difference;
    }
    return overflow >= 0;
  }

  private static boolean times(long[] a, int i, long[] b, int j, long[] made) {
    long overflow = 0;
    for (int k = 0; k < made.length; k++) {
      long x = a[i + k];
      long y = b[j + k];
      long product = x * y;
      overflow |= Math.multiplyHigh(x, y) ^ (product >> 63);
      made[k] = product;
    }
    return overflow == 0;
  }

  private static boolean divide(
      Arithmetic.Operation operation, long[] a, int i, long[] b, int j, long[] made) {
    for (int k = 0; k < made.length; k++) {
      long x = a[i + k];
      long y = b[j + k];
      if (y == 0 || (y == -1 && x == Long.MIN_VALUE)) {
        return false;
      }
      made[k] =
          operation == Arithmetic.Operation.QUOT
              ? x / y
              : operation == Arithmetic.Operation.REM ? x % y : Math.floorMod(x, y);
    }
    return true;
  }

  private static boolean least(long[] a, int i, long[] b, int j, long[] made) {
    for (int k = 0; k < made.length; k++) {
      made[k] = Math.min(a[i + k], b[j + k]);
    }
    return true;
  }

  private static boolean greatest(long[] a, int i, long[] b, int j, long[] made) {
    for (int k = 0; k < made.length; k++) {
      made[k] = Math.max(a[i + k], b[j + k]);
    }
    return true;
  }
}
