package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.engine.Function;
import bourn.engine.QueryException;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Makes values of one type of values of another. A value that cannot be is an error.
 *
 * @param target to what
 * @param least the least whole number of the target
 * @param greatest the greatest whole number of the target
 * @param size the scale of a decimal or the most characters of a string; -1 when any
 */
record Casts(SqlTypeName target, long least, long greatest, int size) implements Function {

  /** What a string is made of: in {@code least} of a cast to one. */
  private static final int DAY = 1;

  /** A decimal; its scale is {@code greatest}. */
  private static final int DECIMAL = 2;

  private static final Set<SqlTypeName> OTHER_TIMES =
      EnumSet.of(SqlTypeName.TIME, SqlTypeName.TIME_TZ, SqlTypeName.TIME_WITH_LOCAL_TIME_ZONE);

  /** Makes a decimal of a number, exactly. */
  static final Function EXACT =
      new Strict("EXACT", row -> Value.of((Object) Numbers.decimal(row[0])));

  static Casts of(RelDataType from, RelDataType to) {
    SqlTypeName target = to.getSqlTypeName();
    return switch (target) {
      case TINYINT -> new Casts(target, Byte.MIN_VALUE, Byte.MAX_VALUE, -1);
      case SMALLINT -> new Casts(target, Short.MIN_VALUE, Short.MAX_VALUE, -1);
      case INTEGER -> new Casts(target, Integer.MIN_VALUE, Integer.MAX_VALUE, -1);
      case BIGINT -> new Casts(target, Long.MIN_VALUE, Long.MAX_VALUE, -1);
      case DECIMAL -> new Casts(target, 0, to.getPrecision(), to.getScale());
      case CHAR, VARCHAR ->
          new Casts(
              SqlTypeName.VARCHAR,
              switch (from.getSqlTypeName()) {
                case DATE -> DAY;
                case DECIMAL -> DECIMAL;
                default -> 0;
              },
              Math.max(0, from.getScale()),
              to.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED ? -1 : to.getPrecision());
      default -> new Casts(target, 0, 0, -1);
    };
  }

  /** Returns whether the words of {@code from} are words of {@code to} as they are. */
  static boolean keepsWords(RelDataType from, RelDataType to) {
    SqlType one = CalciteTypes.type(from);
    SqlType other = CalciteTypes.type(to);
    if ((other == SqlType.ANY && !OTHER_TIMES.contains(to.getSqlTypeName()))
        || (one == SqlType.INTERVAL && other == SqlType.INTERVAL)) {
      return true;
    }
    if (CalciteTypes.isWhole(from) && CalciteTypes.isWhole(to)) {
      return width(from) <= width(to);
    }
    boolean text = other == SqlType.VARCHAR && one == SqlType.VARCHAR;
    return one == other
        && one != SqlType.DECIMAL
        && (!text || isNoLonger(from.getPrecision(), to.getPrecision()));
  }

  private static boolean isNoLonger(int from, int to) {
    return to < 0 || (from >= 0 && from <= to);
  }

  private static int width(RelDataType type) {
    return SqlTypeName.INT_TYPES.indexOf(type.getSqlTypeName());
  }

  /** Returns whether every value of {@code from} can be made one of {@code to}. */
  static boolean isWidening(RelDataType from, RelDataType to) {
    return keepsWords(from, to)
        || (CalciteTypes.isReal(to)
            && (CalciteTypes.isWhole(from)
                || CalciteTypes.isDecimal(from)
                || CalciteTypes.isReal(from)))
        || (CalciteTypes.type(to) == SqlType.VARCHAR && CalciteTypes.type(from) != SqlType.ANY);
  }

  @Override
  public String name() {
    return "CAST " + target;
  }

  @Override
  public Value apply(Value[] arguments) {
    Value value = arguments[0];
    if (value instanceof Value.Nil) {
      return value;
    }
    try {
      return cast(value);
    } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
      throw impossible(value);
    }
  }

  private QueryException impossible(Value value) {
    return SqlErrors.wrong("cast", Texts.brief(value) + " cannot be cast to " + target);
  }

  private Value cast(Value value) {
    return switch (target) {
      case TINYINT, SMALLINT, INTEGER, BIGINT -> whole(value);
      case DECIMAL -> decimal(value);
      case REAL -> Value.of((double) (float) real(value));
      case FLOAT, DOUBLE -> Value.of(real(value));
      case VARCHAR -> text(value);
      case BOOLEAN -> bool(value);
      case DATE -> day(value);
      case TIMESTAMP, TIMESTAMP_TZ, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> time(value);
      case UUID ->
          value instanceof Value.Text(String text) ? Value.of(UUID.fromString(text)) : value;
      case VARBINARY, BINARY -> value;
      default -> {
        if (SqlTypeName.INTERVAL_TYPES.contains(target)) {
          yield value;
        }
        throw SqlErrors.unsupported("a cast to " + target);
      }
    };
  }

  private Value decimal(Value value) {
    BigDecimal exact =
        value instanceof Value.Bool(boolean yes)
            ? yes ? BigDecimal.ONE : BigDecimal.ZERO
            : value instanceof Value.Real(double real) ? BigDecimal.valueOf(real) : number(value);
    BigDecimal rounded = exact.setScale(Math.max(0, size), RoundingMode.HALF_UP);
    if (rounded.precision() - rounded.scale() > greatest - Math.max(0, size)
        && rounded.signum() != 0) {
      throw impossible(value);
    }
    return Value.of((Object) rounded);
  }

  /** A real half-way between two whole numbers becomes the even one; a decimal the greater. */
  private Value whole(Value value) {
    if (value instanceof Value.Bool(boolean yes)) {
      return Value.of(yes ? 1 : 0);
    }
    long number =
        value instanceof Value.Int(long whole)
            ? whole
            : number(value)
                .setScale(
                    0, value instanceof Value.Real ? RoundingMode.HALF_EVEN : RoundingMode.HALF_UP)
                .longValueExact();
    if (number < least || number > greatest) {
      throw impossible(value);
    }
    return Value.of(number);
  }

  private static BigDecimal number(Value value) {
    return value instanceof Value.Text(String text)
        ? new BigDecimal(Texts.bounded(text.strip()))
        : Numbers.decimal(value);
  }

  private static double real(Value value) {
    return value instanceof Value.Text(String text)
        ? Double.parseDouble(Texts.bounded(text.strip()))
        : Numbers.real(value);
  }

  private Value text(Value value) {
    String text =
        switch (value) {
          case Value.Text(String string) -> string;
          case Value.Time(long micros) ->
              least == DAY ? Times.time(micros).toLocalDate().toString() : Texts.timestamp(micros);
          case Value.Bool(boolean yes) -> yes ? "TRUE" : "FALSE";
          case Value.Real(double real) -> Double.toString(real);
          case Value.Decimal(BigDecimal decimal) ->
              (least == DECIMAL ? decimal.setScale((int) greatest, RoundingMode.HALF_UP) : decimal)
                  .toPlainString();
          case Value.Uuid(UUID uuid) -> uuid.toString();
          case Keyword keyword -> keyword.toString();
          default -> value.toString();
        };
    return Value.of(size >= 0 && text.length() > size ? text.substring(0, size) : text);
  }

  private Value bool(Value value) {
    if (value instanceof Value.Text(String text)) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true", "t", "yes", "y", "on", "1" -> Value.of(true);
        case "false", "f", "no", "n", "off", "0" -> Value.of(false);
        default -> throw impossible(value);
      };
    }
    if (value instanceof Value.Bool) {
      return value;
    }
    return Value.of(Numbers.decimal(value).signum() != 0);
  }

  private Value day(Value value) {
    return switch (value) {
      case Value.Time(long micros) ->
          new Value.Time(Math.floorDiv(micros, Times.MICROS_A_DAY) * Times.MICROS_A_DAY);
      case Value.Text(String text) -> new Value.Time(Times.micros(LocalDate.parse(text.strip())));
      default -> throw impossible(value);
    };
  }

  private Value time(Value value) {
    return switch (value) {
      case Value.Time time -> time;
      case Value.Text(String text) -> new Value.Time(Times.parse(text.strip()));
      default -> throw impossible(value);
    };
  }

  @Override
  public Column apply(Column[] arguments, int count, Codes codes) {
    Column column = arguments[0];
    if (target == SqlTypeName.DOUBLE && Lanes.are(Kind.INT, column, count)) {
      long[] out = new long[count];
      long[] words = column.words();
      int start = column.start();
      for (int i = 0; i < count; i++) {
        out[i] = Double.doubleToRawLongBits((double) words[start + i]);
      }
      return Lanes.column(Kind.REAL, Lanes.kinds(Kind.REAL, column, column, count), out);
    }
    return target == SqlTypeName.DOUBLE && column.uniform() && column.kind() == Kind.REAL
        ? column
        : Function.super.apply(arguments, count, codes);
  }
}
