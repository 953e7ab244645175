package bourn.jdbc;

import bourn.kernel.Value;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** Turns what programs set parameters to into values. */
final class Parameters {

  private Parameters() {}

  /** Returns the value that an object stands for. */
  static Value value(@Nullable Object object) throws SQLException {
    return switch (object) {
      case Timestamp time -> Value.of(time.toInstant());
      case Date day -> day(day.toLocalDate());
      case java.sql.Time time ->
          throw Problems.unsupported("a time of day is no value here; set a timestamp");
      case java.util.Date time -> Value.of(time.toInstant());
      case Calendar time -> Value.of(time.toInstant());
      case LocalDate day -> day(day);
      case LocalDateTime time -> Value.of(time.toInstant(ZoneOffset.UTC));
      case OffsetDateTime time -> Value.of(time.toInstant());
      case ZonedDateTime time -> Value.of(time.toInstant());
      case Enum<?> name -> Value.of(name.name());
      case null, default -> plain(object);
    };
  }

  private static Value plain(@Nullable Object object) throws SQLException {
    try {
      return Value.of(object);
    } catch (IllegalArgumentException e) {
      throw Problems.unsupported(String.valueOf(e.getMessage()));
    }
  }

  /** Returns the value that an object stands for where one of {@code type} is wanted. */
  static Value value(@Nullable Object object, int type) throws SQLException {
    if (object == null) {
      return Value.Nil.NIL;
    }
    return switch (type) {
      case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR ->
          Value.of(object.toString());
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT ->
          Value.of(Converted.whole(value(object), Long.MIN_VALUE, Long.MAX_VALUE));
      case Types.REAL, Types.FLOAT, Types.DOUBLE -> Value.of(Converted.real(value(object)));
      case Types.DECIMAL, Types.NUMERIC -> new Value.Decimal(Converted.number(value(object)));
      case Types.BOOLEAN, Types.BIT -> Value.of(Converted.truth(value(object)));
      case Types.DATE -> day(Converted.time(value(object)).toLocalDate());
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
          Value.of(Converted.instant(value(object)));
      default -> value(object);
    };
  }

  /** Returns the day that begins at {@code day} where {@code calendar} is. */
  static Value day(@Nullable Date day, @Nullable Calendar calendar) {
    if (day == null) {
      return Value.Nil.NIL;
    }
    ZoneId zone = calendar == null ? ZoneId.systemDefault() : calendar.getTimeZone().toZoneId();
    return day(Instant.ofEpochMilli(day.getTime()).atZone(zone).toLocalDate());
  }

  private static Value day(LocalDate day) {
    return Value.of(day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /** Reads a day, or a point in time with or without a zone, which is UTC if it is not said. */
  static Instant instant(String text) throws SQLException {
    String iso = text.strip().replace(' ', 'T');
    try {
      if (iso.length() <= 10) {
        return LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 0 || iso.lastIndexOf('-') > 10;
      return zoned
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw Problems.unfit('"' + text + '"', "point in time", "22007");
    }
  }
}
