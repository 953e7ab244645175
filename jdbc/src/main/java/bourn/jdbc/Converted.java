package bourn.jdbc;

import bourn.kernel.Edn;
import bourn.kernel.Value;
import bourn.sql.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Calendar;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns values into what Java programs ask for. */
final class Converted {

  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
          .toFormatter(java.util.Locale.ROOT);

  private Converted() {}

  /** Returns what {@code getObject} of a column of that type returns. */
  static @Nullable Object object(Value value, SqlType type) {
    return switch (type) {
      case TINYINT, SMALLINT, INTEGER ->
          value instanceof Value.Int(long number) ? (Integer) (int) number : natural(value);
      case DECIMAL ->
          value instanceof Value.Int(long number) ? BigDecimal.valueOf(number) : natural(value);
      case REAL ->
          value instanceof Value.Real(double number) ? (Float) (float) number : natural(value);
      case DATE ->
          value instanceof Value.Time time ? Date.valueOf(utc(time).toLocalDate()) : natural(value);
      default -> natural(value);
    };
  }

  /** Returns what a value is whatever its column: a scalar as such, all else as EDN. */
  private static @Nullable Object natural(Value value) {
    return switch (value) {
      case Value.Nil nil -> null;
      case Value.Bool(boolean truth) -> truth;
      case Value.Int(long number) -> number;
      case Value.Real(double number) -> number;
      case Value.BigInt(BigInteger number) -> new BigDecimal(number);
      case Value.Decimal(BigDecimal number) -> number;
      case Value.Text(String text) -> text;
      case Value.Time time -> Timestamp.from(time.toInstant());
      case Value.Uuid(UUID uuid) -> uuid;
      case Value.Bytes(byte[] bytes) -> bytes.clone();
      default -> Edn.print(value);
    };
  }

  static @Nullable String text(Value value, SqlType type) {
    return switch (value) {
      case Value.Nil nil -> null;
      case Value.Text(String text) -> text;
      case Value.Decimal(BigDecimal number) -> number.toPlainString();
      case Value.Real(double number) when type == SqlType.REAL -> Float.toString((float) number);
      case Value.Real(double number) -> Double.toString(number);
      case Value.BigInt(BigInteger number) -> number.toString();
      case Value.Time time ->
          type == SqlType.DATE ? utc(time).toLocalDate().toString() : TIMESTAMP.format(utc(time));
      case Value.Uuid(UUID uuid) -> uuid.toString();
      case Value.Bytes(byte[] bytes) -> HexFormat.of().formatHex(bytes);
      default -> Edn.print(value);
    };
  }

  static boolean truth(Value value) throws SQLException {
    return switch (value) {
      case Value.Nil nil -> false;
      case Value.Bool(boolean truth) -> truth;
      case Value.Text(String text) when text.strip().equalsIgnoreCase("true") -> true;
      case Value.Text(String text) when text.strip().equalsIgnoreCase("false") -> false;
      default -> number(value).signum() != 0;
    };
  }

  /** Returns a whole number, cut towards zero, between {@code least} and {@code greatest}. */
  static long whole(Value value, long least, long greatest) throws SQLException {
    if (value instanceof Value.Int(long number) && number >= least && number <= greatest) {
      return number;
    }
    BigInteger whole = number(value).toBigInteger();
    if (whole.compareTo(BigInteger.valueOf(least)) < 0
        || whole.compareTo(BigInteger.valueOf(greatest)) > 0) {
      throw Problems.unfit(whole, "number from " + least + " to " + greatest, "22003");
    }
    return whole.longValue();
  }

  static double real(Value value) throws SQLException {
    return value instanceof Value.Real(double number) ? number : number(value).doubleValue();
  }

  /** Returns the number that a value is, or says; zero if it is missing. */
  static BigDecimal number(Value value) throws SQLException {
    try {
      return switch (value) {
        case Value.Nil nil -> BigDecimal.ZERO;
        case Value.Bool(boolean truth) -> truth ? BigDecimal.ONE : BigDecimal.ZERO;
        case Value.Int(long number) -> BigDecimal.valueOf(number);
        case Value.BigInt(BigInteger number) -> new BigDecimal(number);
        case Value.Decimal(BigDecimal number) -> number;
        case Value.Real(double number) -> BigDecimal.valueOf(number);
        case Value.Text(String text) -> new BigDecimal(text.strip());
        default -> throw Problems.unfit(Edn.print(value), "number", "22018");
      };
    } catch (NumberFormatException e) {
      throw Problems.unfit(Edn.print(value), "number", "22018");
    }
  }

  static BigDecimal number(Value value, int scale) throws SQLException {
    return number(value).setScale(scale, RoundingMode.HALF_UP);
  }

  static byte[] bytes(Value value) throws SQLException {
    if (value instanceof Value.Bytes(byte[] bytes)) {
      return bytes.clone();
    }
    throw Problems.unfit(Edn.print(value), "string of bytes", "22018");
  }

  static Instant instant(Value value) throws SQLException {
    return switch (value) {
      case Value.Time time -> time.toInstant();
      case Value.Text(String text) -> Parameters.instant(text);
      default -> throw Problems.unfit(Edn.print(value), "point in time", "22018");
    };
  }

  static LocalDateTime time(Value value) throws SQLException {
    return LocalDateTime.ofInstant(instant(value), ZoneOffset.UTC);
  }

  private static LocalDateTime utc(Value.Time time) {
    return LocalDateTime.ofInstant(time.toInstant(), ZoneOffset.UTC);
  }

  /** Returns the day of a point in time in UTC, as one that begins where {@code calendar} is. */
  static Date date(Value value, Calendar calendar) throws SQLException {
    LocalDate day = time(value).toLocalDate();
    return new Date(day.atStartOfDay(calendar.getTimeZone().toZoneId()).toInstant().toEpochMilli());
  }

  /** Returns the time of day in UTC, as one of the first day where {@code calendar} is. */
  static Time timeOfDay(Value value, Calendar calendar) throws SQLException {
    LocalTime time = time(value).toLocalTime();
    return new Time(
        LocalDate.EPOCH
            .atTime(time)
            .atZone(calendar.getTimeZone().toZoneId())
            .toInstant()
            .toEpochMilli());
  }

  /**
   * Returns {@code value}, which is not missing, as a {@code wanted}.
   *
   * @throws SQLException if it is none, and cannot be made one
   */
  static Object as(Class<?> wanted, Value value, SqlType type) throws SQLException {
    if (wanted.isInstance(value)) {
      return value;
    }
    return switch (wanted.getName()) {
      case "java.lang.String" -> String.valueOf(text(value, type));
      case "java.lang.Boolean", "boolean" -> truth(value);
      case "java.lang.Byte", "byte" -> (byte) whole(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case "java.lang.Short", "short" -> (short) whole(value, Short.MIN_VALUE, Short.MAX_VALUE);
      case "java.lang.Integer", "int" -> (int) whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case "java.lang.Long", "long" -> whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
      case "java.lang.Float", "float" -> (float) real(value);
      case "java.lang.Double", "double" -> real(value);
      case "java.math.BigDecimal" -> number(value);
      case "java.math.BigInteger" -> number(value).toBigInteger();
      case "[B" -> bytes(value);
      case "java.util.UUID" -> uuid(value);
      case "java.sql.Timestamp", "java.util.Date" -> Timestamp.from(instant(value));
      case "java.sql.Date" -> Date.valueOf(time(value).toLocalDate());
      case "java.sql.Time" -> Time.valueOf(time(value).toLocalTime());
      case "java.time.Instant" -> instant(value);
      case "java.time.OffsetDateTime" -> OffsetDateTime.ofInstant(instant(value), ZoneOffset.UTC);
      case "java.time.ZonedDateTime" -> ZonedDateTime.ofInstant(instant(value), ZoneOffset.UTC);
      case "java.time.LocalDateTime" -> time(value);
      case "java.time.LocalDate" -> time(value).toLocalDate();
      case "java.time.LocalTime" -> time(value).toLocalTime();
      default -> natural(wanted, value, type);
    };
  }

  private static UUID uuid(Value value) throws SQLException {
    try {
      return switch (value) {
        case Value.Uuid(UUID uuid) -> uuid;
        case Value.Text(String text) -> UUID.fromString(text);
        default -> throw Problems.unfit(Edn.print(value), "UUID", "22018");
      };
    } catch (IllegalArgumentException e) {
      throw Problems.unfit(Edn.print(value), "UUID", "22018");
    }
  }

  private static Object natural(Class<?> wanted, Value value, SqlType type) throws SQLException {
    Object object = object(value, type);
    if (!wanted.isInstance(object)) {
      throw Problems.unsupported("a " + type + " cannot be had as a " + wanted.getName());
    }
    return object;
  }
}
