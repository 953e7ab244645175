package bourn.datalog;

import bourn.columns.Restriction;
import bourn.datoms.ValueType;
import bourn.kernel.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The values that comparisons with constants leave to a variable. */
record Range(
    @Nullable Value from, boolean fromInclusive, @Nullable Value until, boolean untilInclusive) {

  /** A range of a variable. */
  record Of(String variable, Range range) {}

  /** Returns the range that a comparison leaves to a variable, or null when it is none. */
  static @Nullable Of of(Call call, Scope scope) {
    if (call.arguments().size() != 2) {
      return null;
    }
    Term left = call.arguments().get(0);
    Term right = call.arguments().get(1);
    Value rightConstant = scope.constant(right);
    if (rightConstant != null && left instanceof Term.Variable(String name, Place place)) {
      return named(name, compared(call.function(), rightConstant));
    }
    Value leftConstant = scope.constant(left);
    if (leftConstant != null && right instanceof Term.Variable(String name, Place place)) {
      return named(name, compared(flipped(call.function()), leftConstant));
    }
    return null;
  }

  private static @Nullable Of named(String variable, @Nullable Range range) {
    return range == null ? null : new Of(variable, range);
  }

  private static String flipped(String comparison) {
    return switch (comparison) {
      case "<" -> ">";
      case "<=" -> ">=";
      case ">" -> "<";
      case ">=" -> "<=";
      default -> "";
    };
  }

  private static @Nullable Range compared(String comparison, Value constant) {
    if (constant instanceof Value.Nil) {
      return null;
    }
    return switch (comparison) {
      case "<" -> new Range(null, true, constant, false);
      case "<=" -> new Range(null, true, constant, true);
      case ">" -> new Range(constant, false, null, true);
      case ">=" -> new Range(constant, true, null, true);
      default -> null;
    };
  }

  /**
   * Returns this range as a restriction of a column.
   *
   * @param type the type that all values of the column have, or null when that is not known
   */
  Restriction restriction(int column, @Nullable ValueType type) {
    return new Restriction(
        column,
        from == null || alike(from, type) ? from : fromInclusive ? least(from) : greatest(from),
        fromInclusive,
        until == null || alike(until, type)
            ? until
            : untilInclusive ? greatest(until) : least(until),
        untilInclusive);
  }

  private static boolean alike(Value bound, @Nullable ValueType type) {
    return (type == ValueType.LONG && bound instanceof Value.Int)
        || (type == ValueType.DOUBLE && bound instanceof Value.Real);
  }

  /*
   * Comparisons go by magnitude, restrictions by the order of values, in which numbers of one
   * magnitude follow each other by type.
   */

  /** Returns the first in the order of values of all numbers as great as {@code bound}. */
  private static Value least(Value bound) {
    return switch (bound) {
      case Value.Real(double real) when real == Math.rint(real) && Math.abs(real) < 0x1p62 ->
          Value.of((long) real);
      case Value.Decimal(BigDecimal decimal) -> least(decimal);
      default -> bound;
    };
  }

  private static Value least(BigDecimal decimal) {
    if (decimal.scale() <= 0 && decimal.precision() - decimal.scale() < 400) {
      return Value.of(decimal.toBigInteger());
    }
    double real = decimal.doubleValue();
    return Double.isFinite(real) && new BigDecimal(real).compareTo(decimal) == 0
        ? Value.of(real)
        : new Value.Decimal(decimal);
  }

  /** Returns the last in the order of values of all numbers as great as {@code bound}. */
  private static Value greatest(Value bound) {
    return switch (bound) {
      case Value.Int(long number) -> new Value.Decimal(BigDecimal.valueOf(number));
      case Value.BigInt(BigInteger number) -> new Value.Decimal(new BigDecimal(number));
      case Value.Real(double real) when Double.isFinite(real) ->
          new Value.Decimal(new BigDecimal(real));
      default -> bound;
    };
  }

  /** Returns the values in both ranges. */
  Range and(Range other) {
    boolean otherFrom = later(other, this);
    boolean otherUntil = earlier(other, this);
    return new Range(
        otherFrom ? other.from : from,
        otherFrom ? other.fromInclusive : fromInclusive,
        otherUntil ? other.until : until,
        otherUntil ? other.untilInclusive : untilInclusive);
  }

  private static boolean later(Range one, Range other) {
    if (one.from == null || other.from == null) {
      return other.from == null;
    }
    int order = one.from.compareTo(other.from);
    return order > 0 || (order == 0 && !one.fromInclusive);
  }

  private static boolean earlier(Range one, Range other) {
    if (one.until == null || other.until == null) {
      return other.until == null;
    }
    int order = one.until.compareTo(other.until);
    return order < 0 || (order == 0 && !one.untilInclusive);
  }
}
