package bourn.sql;

import bourn.engine.Function;
import bourn.kernel.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.jspecify.annotations.Nullable;

/** The functions that statements may call, by name. Closed: nothing else is ever called. */
final class Registry {

  private static final Map<String, Function> FUNCTIONS = new HashMap<>();

  static {
    add("UPPER", row -> Value.of(Texts.text(row[0]).toUpperCase(Locale.ROOT)));
    add("LOWER", row -> Value.of(Texts.text(row[0]).toLowerCase(Locale.ROOT)));
    add("INITCAP", Texts::initcap);
    add("CHAR_LENGTH", row -> Value.of(Texts.length(Texts.text(row[0]))));
    add("CHARACTER_LENGTH", row -> Value.of(Texts.length(Texts.text(row[0]))));
    add("LENGTH", row -> Value.of(Texts.length(Texts.text(row[0]))));
    add("SUBSTRING", Texts::substring);
    add("LEFT", Texts::left);
    add("RIGHT", Texts::right);
    add("POSITION", Texts::position);
    add("REPLACE", Texts::replace);
    add("||", Texts::concat);
    add("REVERSE", row -> Value.of(new StringBuilder(Texts.text(row[0])).reverse().toString()));
    add("STARTS_WITH", row -> Value.of(Texts.text(row[0]).startsWith(Texts.text(row[1]))));
    add("ENDS_WITH", row -> Value.of(Texts.text(row[0]).endsWith(Texts.text(row[1]))));
    add("ABS", Registry::abs);
    add("SIGN", row -> sign(row[0]));
    add("FLOOR", row -> round(row[0], 0, RoundingMode.FLOOR));
    add("CEIL", row -> round(row[0], 0, RoundingMode.CEILING));
    add("ROUND", row -> round(row[0], digits(row), RoundingMode.HALF_UP));
    add("TRUNCATE", row -> round(row[0], digits(row), RoundingMode.DOWN));
    add("POWER", row -> power(row[0], row[1]));
    add("ATAN2", row -> Value.of(Math.atan2(Numbers.real(row[0]), Numbers.real(row[1]))));
    add("GREATEST", row -> extreme(row, 1));
    add("LEAST", row -> extreme(row, -1));
    add("OVERLAY", Texts::overlay);
    add(
        "ASCII",
        row -> Value.of(Texts.text(row[0]).isEmpty() ? 0L : Texts.text(row[0]).codePointAt(0)));
    add(
        "OCTET_LENGTH",
        row -> Value.of((long) Texts.text(row[0]).getBytes(StandardCharsets.UTF_8).length));
    add("SIMILAR TO", Patterns::similar);
    add("NOT SIMILAR TO", row -> not(Patterns.similar(row)));
    add("RLIKE", Patterns::found);
    add("NOT RLIKE", row -> not(Patterns.found(row)));
    add("CARDINALITY", row -> Items.size(row[0]));
    add("LAST_DAY", TimeUnits::lastDay);
    add("BITAND", row -> Value.of(Numbers.whole(row[0]) & Numbers.whole(row[1])));
    add("BITOR", row -> Value.of(Numbers.whole(row[0]) | Numbers.whole(row[1])));
    add("BITXOR", row -> Value.of(Numbers.whole(row[0]) ^ Numbers.whole(row[1])));
    add("BITNOT", row -> Value.of(~Numbers.whole(row[0])));
    add("COT", row -> Value.of(1 / Math.tan(Numbers.real(row[0]))));
    FUNCTIONS.put("$TUMBLE", new WindowStart(false));
    FUNCTIONS.put(Operators.WINDOW_START.getName(), new WindowStart(false));
    FUNCTIONS.put(Operators.WINDOW_STARTS.getName(), new WindowStart(true));
    real("SQRT", Math::sqrt);
    real("EXP", Math::exp);
    real("LN", Math::log);
    real("LOG10", Math::log10);
    real("SIN", Math::sin);
    real("COS", Math::cos);
    real("TAN", Math::tan);
    real("ASIN", Math::asin);
    real("ACOS", Math::acos);
    real("ATAN", Math::atan);
    real("DEGREES", Math::toDegrees);
    real("RADIANS", Math::toRadians);
    real("CBRT", Math::cbrt);
    FUNCTIONS.put("PI", new Strict("PI", row -> Value.of(Math.PI)));
  }

  private Registry() {}

  private static void add(String name, java.util.function.Function<Value[], Value> body) {
    FUNCTIONS.put(name, new Strict(name, body));
  }

  private static void real(String name, DoubleUnaryOperator body) {
    add(name, row -> Value.of(body.applyAsDouble(Numbers.real(row[0]))));
  }

  /** Returns the function called {@code name}, or null when there is none. */
  static @Nullable Function find(String name, RelDataType type) {
    Function function = FUNCTIONS.get(name);
    if (function == null && name.equals("MOD")) {
      return Arithmetic.of(SqlKind.MOD, type);
    }
    return function == null ? Library.find(name) : function;
  }

  /** Returns the arithmetic that gives an interval: of times, or of intervals. */
  static Function interval(RexCall call) {
    boolean months = call.getType().getFamily() == SqlTypeFamily.INTERVAL_YEAR_MONTH;
    return new Strict(
        call.getKind().sql,
        row ->
            switch (row[0]) {
              case Value.Time(long later) when row[1] instanceof Value.Time(long earlier) ->
                  Value.of(months ? monthsBetween(earlier, later) : (later - earlier) / 1_000);
              default ->
                  switch (call.getKind()) {
                    case PLUS -> Value.of(Math.addExact(whole(row[0]), whole(row[1])));
                    case MINUS -> Value.of(Math.subtractExact(whole(row[0]), whole(row[1])));
                    case TIMES -> Value.of(Math.multiplyExact(whole(row[0]), whole(row[1])));
                    default -> throw SqlErrors.unsupported("this arithmetic of intervals");
                  };
            });
  }

  private static long whole(Value value) {
    return Numbers.whole(value);
  }

  private static long monthsBetween(long earlier, long later) {
    return java.time.temporal.ChronoUnit.MONTHS.between(Times.time(earlier), Times.time(later));
  }

  private static Value not(Value truth) {
    return Value.of(!((Value.Bool) truth).value());
  }

  static Value power(Value base, Value exponent) {
    return Value.of(Math.pow(Numbers.real(base), Numbers.real(exponent)));
  }

  static Value hypotenuse(Value one, Value other) {
    return Value.of(Math.hypot(Numbers.real(one), Numbers.real(other)));
  }

  /** {@code LOG(x)} to base 10, {@code LOG(base, x)}. */
  static Value log(Value[] row) {
    return Value.of(
        row.length == 1
            ? Math.log10(Numbers.real(row[0]))
            : Math.log(Numbers.real(row[1])) / Math.log(Numbers.real(row[0])));
  }

  static Value factorial(Value number) {
    long wanted = Numbers.whole(number);
    if (wanted < 0 || wanted > 20) {
      throw Numbers.overflow("the factorial of " + wanted);
    }
    long product = 1;
    for (long factor = 2; factor <= wanted; factor++) {
      product *= factor;
    }
    return Value.of(product);
  }

  static Value divisor(Value one, Value other) {
    BigInteger a = BigInteger.valueOf(Numbers.whole(one));
    return Value.of(a.gcd(BigInteger.valueOf(Numbers.whole(other))));
  }

  static Value bitCount(Value number) {
    return Value.of((long) Long.bitCount(Numbers.whole(number)));
  }

  private static Value abs(Value[] row) {
    return switch (row[0]) {
      case Value.Int(long number) -> {
        if (number == Long.MIN_VALUE) {
          throw Numbers.overflow("abs(" + number + ")");
        }
        yield Value.of(Math.abs(number));
      }
      case Value.Real(double number) -> Value.of(Math.abs(number));
      default -> Value.of((Object) Numbers.decimal(row[0]).abs());
    };
  }

  private static Value sign(Value number) {
    return switch (number) {
      case Value.Int(long whole) -> Value.of(Long.signum(whole));
      case Value.Real(double real) -> Value.of(Math.signum(real));
      default -> Value.of((Object) BigDecimal.valueOf(Numbers.decimal(number).signum()));
    };
  }

  private static int digits(Value[] row) {
    return row.length < 2 ? 0 : Math.clamp(Numbers.whole(row[1]), -40, 40);
  }

  private static Value round(Value number, int digits, RoundingMode mode) {
    return switch (number) {
      case Value.Int whole when digits >= 0 -> whole;
      case Value.Int(long whole) ->
          Value.of(BigDecimal.valueOf(whole).setScale(digits, mode).longValueExact());
      case Value.Real(double real) when !Double.isFinite(real) -> number;
      case Value.Real(double real) ->
          Value.of(BigDecimal.valueOf(real).setScale(digits, mode).doubleValue());
      default -> Value.of((Object) Numbers.decimal(number).setScale(digits, mode));
    };
  }

  private static Value extreme(Value[] row, int sign) {
    Value most = row[0];
    for (Value value : row) {
      most = Comparison.compare(value, most) * sign > 0 ? value : most;
    }
    return most;
  }
}
