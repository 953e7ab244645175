package bourn.engine;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToIntFunction;

/** Functions between types: numbers of one type from another, and the parts of instants, in UTC. */
final class Conversions {

  private static final int MOST_DIGITS = 400;

  private Conversions() {}

  static void addTo(Map<String, Function> all) {
    part(all, "year", OffsetDateTime::getYear);
    part(all, "month", OffsetDateTime::getMonthValue);
    part(all, "day", OffsetDateTime::getDayOfMonth);
    part(all, "hour", OffsetDateTime::getHour);
    part(all, "minute", OffsetDateTime::getMinute);
    part(all, "day-of-week", time -> time.getDayOfWeek().getValue());
    ScalarFunction.strict(
        all, "inst-ms", v -> Value.of(Math.floorDiv(micros("inst-ms", v), 1_000L)));
    ScalarFunction.strict(all, "inst-us", v -> Value.of(micros("inst-us", v)));
    ScalarFunction.strict(all, "inst", Conversions::instant);
    ScalarFunction.strict(all, "long", v -> whole("long", v));
    ScalarFunction.strict(all, "int", v -> whole("int", v));
    ScalarFunction.strict(all, "double", v -> Value.of(real("double", v)));
    ScalarFunction.strict(all, "parse-long", Conversions::parseLong);
    ScalarFunction.strict(all, "parse-double", Conversions::parseDouble);
    real(all, "sqrt", Math::sqrt);
    real(all, "floor", Math::floor);
    real(all, "ceil", Math::ceil);
    real(all, "exp", Math::exp);
    real(all, "log", Math::log);
    real(all, "log10", Math::log10);
    ScalarFunction.strict(
        all, "pow", 2, 2, a -> Value.of(Math.pow(real("pow", a[0]), real("pow", a[1]))));
    ScalarFunction.strict(all, "round", v -> round(v));
  }

  static Value second(Value.Time time) {
    return Value.of(Math.floorMod(Math.floorDiv(time.epochMicros(), 1_000_000L), 60L));
  }

  private static void part(
      Map<String, Function> all, String name, ToIntFunction<OffsetDateTime> part) {
    ScalarFunction.strict(
        all,
        name,
        v ->
            Value.of(
                (long)
                    part.applyAsInt(
                        new Value.Time(micros(name, v)).toInstant().atOffset(ZoneOffset.UTC))));
  }

  private static void real(Map<String, Function> all, String name, DoubleUnaryOperator function) {
    ScalarFunction.strict(all, name, v -> Value.of(function.applyAsDouble(real(name, v))));
  }

  private static double real(String name, Value value) {
    ExactNumbers.require(name, value);
    return ExactNumbers.real(value);
  }

  private static long micros(String name, Value value) {
    if (value instanceof Value.Time(long micros)) {
      return micros;
    }
    throw Functions.wrongType(name, "an instant", value);
  }

  /** The instant of milliseconds since 1970, or written as {@code 2026-11-21T05:45:00Z}. */
  private static Value instant(Value value) {
    try {
      return switch (value) {
        case Value.Time time -> time;
        case Value.Int(long millis) -> new Value.Time(Math.multiplyExact(millis, 1_000L));
        case Value.Text(String text) -> Value.of(Instant.parse(text));
        default -> throw Functions.wrongType("inst", "milliseconds or a string", value);
      };
    } catch (DateTimeException | ArithmeticException e) {
      throw Functions.wrongType("inst", "a point in time", value);
    }
  }

  /** Cuts off what is behind the point. */
  private static Value whole(String name, Value value) {
    return switch (value) {
      case Value.Int number -> number;
      case Value.BigInt number -> number;
      case Value.Decimal(BigDecimal number)
          when number.precision() - number.scale() <= MOST_DIGITS ->
          Value.of(number.toBigInteger());
      case Value.Real(double real) when Double.isFinite(real) ->
          Value.of(new BigDecimal(real).toBigInteger());
      case Value.Time(long micros) -> Value.of(Math.floorDiv(micros, 1_000L));
      default -> throw Functions.wrongType(name, "a finite number", value);
    };
  }

  private static Value round(Value value) {
    return switch (value) {
      case Value.Real(double real) when Double.isFinite(real) ->
          Value.of(new BigDecimal(real).setScale(0, RoundingMode.HALF_UP).toBigInteger());
      case Value.Decimal(BigDecimal number)
          when number.precision() - number.scale() <= MOST_DIGITS ->
          Value.of(number.setScale(0, RoundingMode.HALF_UP).toBigInteger());
      default -> whole("round", value);
    };
  }

  /** {@code nil} for a string that is no number. */
  private static Value parseLong(Value value) {
    try {
      return Value.of(Long.parseLong(Texts.text("parse-long", value)));
    } catch (NumberFormatException e) {
      return Value.Nil.NIL;
    }
  }

  private static Value parseDouble(Value value) {
    String text = Texts.text("parse-double", value);
    if (text.length() > MOST_DIGITS) {
      throw new QueryException(
          Keyword.of("query/wrong-type"),
          "parse-double needs at most " + MOST_DIGITS + " characters, was " + text.length());
    }
    try {
      return Value.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return Value.Nil.NIL;
    }
  }
}
