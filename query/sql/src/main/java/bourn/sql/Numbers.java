package bourn.sql;

import bourn.engine.QueryException;
import bourn.kernel.Value;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers of any type. */
final class Numbers {

  /** The digits that a decimal has at most. */
  static final int MOST_DIGITS = 38;

  private Numbers() {}

  /**
   * Returns {@code number}, if it has no more digits before its point than a decimal has.
   *
   * @param what it is, for the message if it has
   */
  static BigDecimal fitting(BigDecimal number, String what) {
    if (number.precision() - number.scale() > MOST_DIGITS) {
      throw overflow(what + " of more than " + MOST_DIGITS + " digits");
    }
    return number;
  }

  static int compare(Value left, Value right) {
    if (left instanceof Value.Real || right instanceof Value.Real) {
      double a = real(left);
      double b = real(right);
      if (!Double.isFinite(a) || !Double.isFinite(b)) {
        return Double.compare(a, b);
      }
    }
    return decimal(left).compareTo(decimal(right));
  }

  /**
   * Returns {@code number} as a double.
   *
   * @throws QueryException if it is no number
   */
  static double real(Value number) {
    return switch (number) {
      case Value.Int(long value) -> value;
      case Value.Real(double value) -> value;
      case Value.Decimal(BigDecimal value) -> value.doubleValue();
      case Value.BigInt(BigInteger value) -> value.doubleValue();
      default -> throw noNumber(number);
    };
  }

  /**
   * Returns {@code number} exactly.
   *
   * @throws QueryException if it is no finite number
   */
  static BigDecimal decimal(Value number) {
    return switch (number) {
      case Value.Int(long value) -> BigDecimal.valueOf(value);
      case Value.Real(double value) when Double.isFinite(value) -> new BigDecimal(value);
      case Value.Decimal(BigDecimal value) -> value;
      case Value.BigInt(BigInteger value) -> new BigDecimal(value);
      default -> throw noNumber(number);
    };
  }

  static long whole(Value number) {
    return number instanceof Value.Int(long value)
        ? value
        : decimal(number).toBigInteger().longValueExact();
  }

  static QueryException noNumber(Value found) {
    return SqlErrors.wrong("type", "a number is expected, was " + Texts.brief(found));
  }

  static QueryException overflow(String what) {
    return SqlErrors.wrong("overflow", what + " does not fit");
  }
}
