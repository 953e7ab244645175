package bourn.engine;

import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.kernel.Value;

/** Arithmetic of columns of reals, or of reals and integers. */
final class RealKernels {

  private RealKernels() {}

  static Column compute(Arithmetic.Operation operation, Column left, Column right, int count) {
    double[] a = reals(left, count);
    double[] b = reals(right, count);
    switch (operation) {
      case PLUS -> plus(a, b);
      case MINUS -> minus(a, b);
      case TIMES -> times(a, b);
      default -> {
        for (int i = 0; i < count; i++) {
          a[i] = compute(operation, a[i], b[i]);
        }
      }
    }
    long[] made = new long[count];
    for (int i = 0; i < count; i++) {
      made[i] = Value.Real.canonicalBits(a[i]);
    }
    return Column.of(Kind.REAL, made);
  }

  static double compute(Arithmetic.Operation operation, double left, double right) {
    return switch (operation) {
      case PLUS -> left + right;
      case MINUS -> left - right;
      case TIMES -> left * right;
      case DIVIDE -> left / right;
      case QUOT -> truncate(left / right);
      case REM -> left % right;
      case MOD -> left - Math.floor(left / right) * right;
      case LEAST -> Double.compare(left, right) <= 0 ? left : right;
      case GREATEST -> Double.compare(left, right) >= 0 ? left : right;
    };
  }

  private static double truncate(double value) {
    return value < 0 ? Math.ceil(value) : Math.floor(value);
  }

  private static double[] reals(Column column, int count) {
    long[] words = column.words();
    int start = column.start();
    double[] reals = new double[count];
    if (column.kind() == Kind.INT) {
      for (int i = 0; i < count; i++) {
        reals[i] = (double) words[start + i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        reals[i] = Double.longBitsToDouble(words[start + i]);
      }
    }
    return reals;
  }

  private static void plus(double[] a, double[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += b[i];
    }
  }

  private static void minus(double[] a, double[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] -= b[i];
    }
  }

  private static void times(double[] a, double[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] *= b[i];
    }
  }
}
