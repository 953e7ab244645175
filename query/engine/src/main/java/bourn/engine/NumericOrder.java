package bourn.engine;

import bourn.kernel.Value;
import java.math.BigDecimal;
import java.math.BigInteger;

/** The order of values, but for numbers of equal magnitude, which are equal whatever their type. */
final class NumericOrder {

  private static final long EXACT = 1L << 53;

  private NumericOrder() {}

  static boolean isNumber(Value value) {
    return value instanceof Value.Int
        || value instanceof Value.Real
        || value instanceof Value.BigInt
        || value instanceof Value.Decimal;
  }

  static int compare(Value left, Value right) {
    if (!isNumber(left) || !isNumber(right)) {
      return left.compareTo(right);
    }
    if (left instanceof Value.Int(long a)) {
      if (right instanceof Value.Int(long b)) {
        return Long.compare(a, b);
      }
      if (right instanceof Value.Real(double b)) {
        return compare(a, b);
      }
    }
    if (left instanceof Value.Real(double a)) {
      if (right instanceof Value.Real(double b)) {
        return Double.compare(a, b);
      }
      return right instanceof Value.Int(long b) ? -compare(b, a) : infiniteOrExact(left, right);
    }
    return infiniteOrExact(left, right);
  }

  /** Compares exactly; a NaN is greater than everything. */
  static int compare(long left, double right) {
    if (left > -EXACT && left < EXACT) {
      return Double.compare((double) left, right);
    }
    return Double.isFinite(right)
        ? BigDecimal.valueOf(left).compareTo(new BigDecimal(right))
        : Double.compare(0, right);
  }

  private static int infiniteOrExact(Value left, Value right) {
    double a = finiteOr0(left);
    double b = finiteOr0(right);
    return Double.isFinite(a) && Double.isFinite(b)
        ? exact(left).compareTo(exact(right))
        : Double.compare(a, b);
  }

  private static double finiteOr0(Value number) {
    return number instanceof Value.Real(double real) ? real : 0;
  }

  private static BigDecimal exact(Value number) {
    return switch (number) {
      case Value.Int(long value) -> BigDecimal.valueOf(value);
      case Value.Real(double value) -> new BigDecimal(value);
      case Value.BigInt(BigInteger value) -> new BigDecimal(value);
      case Value.Decimal(BigDecimal value) -> value;
      default -> throw new AssertionError("not a number: " + number);
    };
  }
}
