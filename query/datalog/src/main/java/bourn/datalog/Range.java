package bourn.datalog;

import bourn.columns.Restriction;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import org.jspecify.annotations.Nullable;

/** The values that comparisons with constants leave to a variable. */
record Range(
    @Nullable Value from, boolean fromInclusive, @Nullable Value until, boolean untilInclusive) {

  private static final Value LEAST_NUMBER = Value.of(Double.NEGATIVE_INFINITY);
  private static final Value NO_NUMBER = Value.of(Double.NaN);
  private static final Value LEAST_TEXT = Value.of("");
  private static final Value LEAST_KEYWORD = new Keyword("\u0000");

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

  /** Only values of one type compare, so the range ends where the type does. */
  private static @Nullable Range compared(String comparison, Value constant) {
    Range type = type(constant);
    if (type == null) {
      return null;
    }
    return switch (comparison) {
      case "<" -> type.and(new Range(null, true, constant, false));
      case "<=" -> type.and(new Range(null, true, constant, true));
      case ">" -> type.and(new Range(constant, false, null, true));
      case ">=" -> type.and(new Range(constant, true, null, true));
      default -> null;
    };
  }

  private static @Nullable Range type(Value constant) {
    return switch (constant) {
      case Value.Int number -> new Range(LEAST_NUMBER, true, NO_NUMBER, false);
      case Value.Real number -> new Range(LEAST_NUMBER, true, NO_NUMBER, false);
      case Value.Text text -> new Range(LEAST_TEXT, true, LEAST_KEYWORD, false);
      case Value.Time time ->
          new Range(
              new Value.Time(Long.MIN_VALUE), true, new Value.Time(Long.MAX_VALUE), true);
      default -> null;
    };
  }

  /** Returns this range as a restriction of a column. */
  Restriction restriction(int column) {
    return new Restriction(column, from, fromInclusive, until, untilInclusive);
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
