package bourn.engine;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * Arithmetic of single numbers. A real with anything is a real, a decimal with an integer a
 * decimal, an integer that fits no long a big integer, whose size is bounded.
 */
final class ExactNumbers {

  private static final int MOST_BITS = 65_536;

  private ExactNumbers() {}

  static Value compute(Arithmetic.Operation operation, String name, Value left, Value right) {
    require(name, left);
    require(name, right);
    try {
      return computed(operation, name, left, right);
    } catch (IllegalArgumentException tooLong) {
      QueryException overflow = Functions.overflow(name);
      overflow.initCause(tooLong);
      throw overflow;
    }
  }

  /** Values refuse to be made of more digits than they may have. */
  private static Value computed(
      Arithmetic.Operation operation, String name, Value left, Value right) {
    if (left instanceof Value.Real || right instanceof Value.Real) {
      return Value.of(RealKernels.compute(operation, real(left), real(right)));
    }
    if (left instanceof Value.Decimal || right instanceof Value.Decimal) {
      return decimals(operation, name, decimal(left), decimal(right));
    }
    return integers(operation, name, integer(left), integer(right));
  }

  static void require(String name, Value value) {
    if (!NumericOrder.isNumber(value)) {
      throw Functions.wrongType(name, "numbers", value);
    }
  }

  static double real(Value number) {
    return switch (number) {
      case Value.Int(long value) -> (double) value;
      case Value.Real(double value) -> value;
      case Value.BigInt(BigInteger value) -> value.doubleValue();
      case Value.Decimal(BigDecimal value) -> value.doubleValue();
      default -> throw new AssertionError("not a number: " + number);
    };
  }

  static BigDecimal decimal(Value number) {
    return switch (number) {
      case Value.Int(long value) -> BigDecimal.valueOf(value);
      case Value.BigInt(BigInteger value) -> new BigDecimal(value);
      case Value.Decimal(BigDecimal value) -> value;
      default -> throw new AssertionError("not exact: " + number);
    };
  }

  static BigInteger integer(Value number) {
    return switch (number) {
      case Value.Int(long value) -> BigInteger.valueOf(value);
      case Value.BigInt(BigInteger value) -> value;
      default -> throw new AssertionError("not an integer: " + number);
    };
  }

  private static Value integers(
      Arithmetic.Operation operation, String name, BigInteger left, BigInteger right) {
    if (operation == Arithmetic.Operation.TIMES
        && left.bitLength() + right.bitLength() > MOST_BITS) {
      throw Functions.overflow(name);
    }
    if (operation.divides() && right.signum() == 0) {
      throw byZero(name);
    }
    return switch (operation) {
      case PLUS -> Value.of(left.add(right));
      case MINUS -> Value.of(left.subtract(right));
      case TIMES -> Value.of(left.multiply(right));
      case QUOT -> Value.of(left.divide(right));
      case REM -> Value.of(left.remainder(right));
      case MOD -> Value.of(floorMod(left, right));
      case LEAST -> Value.of(left.min(right));
      case GREATEST -> Value.of(left.max(right));
      case DIVIDE ->
          left.remainder(right).signum() == 0
              ? Value.of(left.divide(right))
              : Value.of(
                  new BigDecimal(left)
                      .divide(new BigDecimal(right), MathContext.DECIMAL64)
                      .doubleValue());
    };
  }

  private static BigInteger floorMod(BigInteger left, BigInteger right) {
    BigInteger rest = left.remainder(right);
    return rest.signum() != 0 && rest.signum() != right.signum() ? rest.add(right) : rest;
  }

  private static Value decimals(
      Arithmetic.Operation operation, String name, BigDecimal left, BigDecimal right) {
    if (operation.divides() && right.signum() == 0) {
      throw byZero(name);
    }
    return new Value.Decimal(
        bounded(
            name,
            switch (operation) {
              case PLUS -> near(name, left, right).add(right);
              case MINUS -> near(name, left, right).subtract(right);
              case TIMES -> left.multiply(right);
              case DIVIDE -> left.divide(right, MathContext.DECIMAL128);
              case QUOT -> near(name, left, right).divideToIntegralValue(right);
              case REM -> near(name, left, right).remainder(right);
              case MOD -> {
                BigDecimal rest = near(name, left, right).remainder(right);
                yield rest.signum() != 0 && rest.signum() != right.signum()
                    ? rest.add(right)
                    : rest;
              }
              case LEAST -> left.min(right);
              case GREATEST -> left.max(right);
            }));
  }

  /** Refuses numbers so far apart that their sum has more digits than anyone can want. */
  private static BigDecimal near(String name, BigDecimal left, BigDecimal right) {
    if (Math.abs((long) left.scale() - right.scale()) > MOST_BITS) {
      throw Functions.overflow(name);
    }
    return left;
  }

  private static BigDecimal bounded(String name, BigDecimal number) {
    if (number.unscaledValue().bitLength() > MOST_BITS
        || Math.abs((long) number.scale()) > MOST_BITS) {
      throw Functions.overflow(name);
    }
    return number;
  }

  static QueryException byZero(String name) {
    return new QueryException(Keyword.of("query/division-by-zero"), name + " divides by zero");
  }
}
