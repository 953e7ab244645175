package bourn.sql;

import bourn.kernel.Value;
import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.apache.calcite.avatica.util.TimeUnitRange;

/** Functions of times that name a unit as a string. Weeks begin on Monday. */
final class TimeUnits {

  private TimeUnits() {}

  private static TimeUnitRange unit(Value name) {
    String text = Texts.text(name).toUpperCase(Locale.ROOT);
    String singular = text.endsWith("S") ? text.substring(0, text.length() - 1) : text;
    for (TimeUnitRange unit : TimeUnitRange.values()) {
      if (unit.endUnit == null && unit.name().equals(singular)) {
        return unit;
      }
    }
    throw SqlErrors.wrong("argument", "there is no unit of time " + Texts.brief(name));
  }

  private static LocalDateTime timeOf(Value value) {
    if (value instanceof Value.Time(long micros)) {
      return Times.time(micros);
    }
    throw SqlErrors.wrong("type", "a time is expected, was " + Texts.brief(value));
  }

  static Value truncated(Value[] row) {
    return new Value.Time(Times.micros(truncated(unit(row[0]), timeOf(row[1]))));
  }

  private static LocalDateTime truncated(TimeUnitRange unit, LocalDateTime time) {
    return unit == TimeUnitRange.WEEK
        ? time.truncatedTo(ChronoUnit.DAYS).minusDays(time.getDayOfWeek().getValue() - 1L)
        : TimeFloor.floor(unit, time);
  }

  static Value part(Value[] row) {
    return new Extract(unit(row[0])).apply(new Value[] {row[1]});
  }

  /** {@code DATE_DIFF(unit, from, until)}: how many units begin between the two. */
  static Value boundaries(Value[] row) {
    TimeUnitRange unit = unit(row[0]);
    LocalDateTime from = truncated(unit, timeOf(row[1]));
    return Value.of(between(unit, from, truncated(unit, timeOf(row[2]))));
  }

  /** {@code DATE_SUB(unit, from, until)}: how many whole units the two are apart. */
  static Value whole(Value[] row) {
    return Value.of(between(unit(row[0]), timeOf(row[1]), timeOf(row[2])));
  }

  private static long between(TimeUnitRange unit, LocalDateTime from, LocalDateTime until) {
    return switch (unit) {
      case YEAR -> ChronoUnit.YEARS.between(from, until);
      case QUARTER -> ChronoUnit.MONTHS.between(from, until) / 3;
      case MONTH -> ChronoUnit.MONTHS.between(from, until);
      case WEEK -> ChronoUnit.WEEKS.between(from, until);
      case DAY -> ChronoUnit.DAYS.between(from, until);
      case HOUR -> ChronoUnit.HOURS.between(from, until);
      case MINUTE -> ChronoUnit.MINUTES.between(from, until);
      case SECOND -> ChronoUnit.SECONDS.between(from, until);
      case MILLISECOND -> ChronoUnit.MILLIS.between(from, until);
      default -> throw SqlErrors.unsupported("a difference in " + unit);
    };
  }

  static Value dayName(Value time) {
    return Value.of(timeOf(time).getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
  }

  static Value monthName(Value time) {
    return Value.of(timeOf(time).getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
  }

  static Value millis(Value time) {
    return Value.of(Math.floorDiv(((Value.Time) time).epochMicros(), 1_000L));
  }

  /** The time so many seconds after 1970. */
  static Value time(Value seconds) {
    return new Value.Time(Math.round(Numbers.real(seconds) * Times.MICROS_A_SECOND));
  }

  /** The last day of the month. */
  static Value lastDay(Value[] row) {
    LocalDateTime day = timeOf(row[0]).truncatedTo(ChronoUnit.DAYS);
    return new Value.Time(Times.micros(day.withDayOfMonth(1).plusMonths(1).minusDays(1)));
  }
}
