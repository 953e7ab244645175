package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.engine.Function;
import bourn.kernel.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic on two numbers of one type. Whole numbers and decimals that do not fit their type, and
 * division by zero, are errors.
 *
 * @param kind {@code PLUS}, {@code MINUS}, {@code TIMES}, {@code DIVIDE} or {@code MOD}
 * @param words the kind of both arguments: INT, REAL, or CODE for decimals and what has any type
 * @param least the least whole number of the type
 * @param greatest the greatest whole number of the type
 * @param scale the digits after the point of a decimal quotient
 */
record Arithmetic(SqlKind kind, Kind words, long least, long greatest, int scale)
    implements Function {

  private static final long INFINITY = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);

  static Arithmetic of(SqlKind kind, RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case TINYINT -> new Arithmetic(kind, Kind.INT, Byte.MIN_VALUE, Byte.MAX_VALUE, 0);
      case SMALLINT -> new Arithmetic(kind, Kind.INT, Short.MIN_VALUE, Short.MAX_VALUE, 0);
      case INTEGER -> new Arithmetic(kind, Kind.INT, Integer.MIN_VALUE, Integer.MAX_VALUE, 0);
      case REAL, FLOAT, DOUBLE -> new Arithmetic(kind, Kind.REAL, 0, 0, 0);
      case DECIMAL -> new Arithmetic(kind, Kind.CODE, 0, 0, type.getScale());
      default -> new Arithmetic(kind, Kind.INT, Long.MIN_VALUE, Long.MAX_VALUE, 10);
    };
  }

  @Override
  public String name() {
    return kind.sql;
  }

  @Override
  public Value apply(Value[] arguments) {
    Value left = arguments[0];
    Value right = arguments[1];
    if (left instanceof Value.Nil || right instanceof Value.Nil) {
      return Value.Nil.NIL;
    }
    if (left instanceof Value.Int(long a)
        && right instanceof Value.Int(long b)
        && words == Kind.INT) {
      return Value.of(whole(a, b));
    }
    return left instanceof Value.Real || right instanceof Value.Real
        ? Value.of(real(Numbers.real(left), Numbers.real(right)))
        : decimal(Numbers.decimal(left), Numbers.decimal(right));
  }

  private long whole(long a, long b) {
    try {
      long result =
          switch (kind) {
            case PLUS -> Math.addExact(a, b);
            case MINUS -> Math.subtractExact(a, b);
            case TIMES -> Math.multiplyExact(a, b);
            case DIVIDE -> Math.divideExact(a, nonZero(b));
            default -> a % nonZero(b);
          };
      if (result < least || result > greatest) {
        throw overflow(a, b);
      }
      return result;
    } catch (ArithmeticException e) {
      throw overflow(a, b);
    }
  }

  private static long nonZero(long divisor) {
    if (divisor == 0) {
      throw SqlErrors.wrong("division-by-zero", "division by zero");
    }
    return divisor;
  }

  private RuntimeException overflow(long a, long b) {
    return Numbers.overflow(a + " " + symbol() + " " + b + " in [" + least + ", " + greatest + "]");
  }

  private String symbol() {
    return switch (kind) {
      case PLUS -> "+";
      case MINUS -> "-";
      case TIMES -> "*";
      case DIVIDE -> "/";
      default -> "%";
    };
  }

  private double real(double a, double b) {
    return switch (kind) {
      case PLUS -> a + b;
      case MINUS -> a - b;
      case TIMES -> a * b;
      case DIVIDE -> a / nonZero(b);
      default -> a % nonZero(b);
    };
  }

  private static double nonZero(double divisor) {
    if (divisor == 0) {
      throw SqlErrors.wrong("division-by-zero", "division by zero");
    }
    return divisor;
  }

  private Value decimal(BigDecimal a, BigDecimal b) {
    if ((kind == SqlKind.DIVIDE || kind == SqlKind.MOD) && b.signum() == 0) {
      throw SqlErrors.wrong("division-by-zero", "division by zero");
    }
    BigDecimal result =
        switch (kind) {
          case PLUS -> a.add(b);
          case MINUS -> a.subtract(b);
          case TIMES -> a.multiply(b);
          case DIVIDE -> a.divide(b, Math.max(scale, 6), RoundingMode.HALF_UP);
          default -> a.remainder(b);
        };
    return Value.of((Object) Numbers.fitting(result, a + " " + symbol() + " " + b));
  }

  @Override
  public Column apply(Column[] arguments, int count, Codes codes) {
    Column left = arguments[0];
    Column right = arguments[1];
    if (words == Kind.CODE || !Lanes.are(words, left, count) || !Lanes.are(words, right, count)) {
      return Function.super.apply(arguments, count, codes);
    }
    byte[] kinds = Lanes.kinds(words, left, right, count);
    long[] out = new long[count];
    if (words == Kind.REAL) {
      reals(left, right, kinds, out);
    } else {
      wholes(left, right, kinds, out);
    }
    return Lanes.column(words, kinds, out);
  }

  private void reals(Column left, Column right, byte @Nullable [] kinds, long[] out) {
    long[] a = left.words();
    long[] b = right.words();
    int i = left.start();
    int j = right.start();
    switch (kind) {
      case PLUS -> {
        for (int k = 0; k < out.length; k++) {
          out[k] = raw(real(a[i + k]) + real(b[j + k]));
        }
        settle(out);
      }
      case MINUS -> {
        for (int k = 0; k < out.length; k++) {
          out[k] = raw(real(a[i + k]) - real(b[j + k]));
        }
        settle(out);
      }
      case TIMES -> {
        for (int k = 0; k < out.length; k++) {
          out[k] = raw(real(a[i + k]) * real(b[j + k]));
        }
        settle(out);
      }
      default -> {
        for (int k = 0; k < out.length; k++) {
          if (kinds == null || kinds[k] != Kind.NULL.tag()) {
            out[k] = bits(real(real(a[i + k]), real(b[j + k])));
          }
        }
      }
    }
  }

  private static double real(long word) {
    return Double.longBitsToDouble(word);
  }

  /** Adding 0 makes one of both zeros, without a branch. */
  private static long raw(double value) {
    return Double.doubleToRawLongBits(value + 0.0);
  }

  /** Makes one of every NaN, of which there are most likely none. */
  private static void settle(long[] bits) {
    long some = 0;
    for (long word : bits) {
      some |= (word & Long.MAX_VALUE) > INFINITY ? 1 : 0;
    }
    for (int k = 0; some != 0 && k < bits.length; k++) {
      bits[k] = bits(real(bits[k]));
    }
  }

  private static long bits(double value) {
    return Value.Real.canonicalBits(value);
  }

  private void wholes(Column left, Column right, byte @Nullable [] kinds, long[] out) {
    long[] a = left.words();
    long[] b = right.words();
    int i = left.start();
    int j = right.start();
    for (int k = 0; k < out.length; k++) {
      if (kinds == null || kinds[k] != Kind.NULL.tag()) {
        out[k] = whole(a[i + k], b[j + k]);
      }
    }
  }
}
