package bourn.sql;

import bourn.engine.Function;
import bourn.kernel.Value;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import org.apache.calcite.avatica.util.TimeUnitRange;

/**
 * {@code FLOOR(time TO unit)} and {@code CEIL(time TO unit)}.
 *
 * @param unit in which the result is whole
 * @param up whether to go to the next whole one
 */
record TimeFloor(TimeUnitRange unit, boolean up) implements Function {

  @Override
  public String name() {
    return (up ? "CEIL " : "FLOOR ") + unit;
  }

  @Override
  public Value apply(Value[] arguments) {
    if (!(arguments[0] instanceof Value.Time(long micros))) {
      return Value.Nil.NIL;
    }
    LocalDateTime floor = floor(unit, Times.time(micros));
    return new Value.Time(Times.micros(up && Times.micros(floor) < micros ? next(floor) : floor));
  }

  /** Returns the beginning of the unit that {@code time} is in; weeks begin on Sunday. */
  static LocalDateTime floor(TimeUnitRange unit, LocalDateTime time) {
    LocalDateTime day = time.truncatedTo(ChronoUnit.DAYS);
    return switch (unit) {
      case YEAR -> day.withDayOfYear(1);
      case QUARTER -> day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1);
      case MONTH -> day.withDayOfMonth(1);
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
      case DAY -> day;
      case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
      case MINUTE -> time.truncatedTo(ChronoUnit.MINUTES);
      case SECOND -> time.truncatedTo(ChronoUnit.SECONDS);
      case MILLISECOND -> time.truncatedTo(ChronoUnit.MILLIS);
      default -> throw SqlErrors.unsupported("FLOOR or CEIL to " + unit);
    };
  }

  private LocalDateTime next(LocalDateTime floor) {
    return switch (unit) {
      case YEAR -> floor.plusYears(1);
      case QUARTER -> floor.plusMonths(3);
      case MONTH -> floor.plusMonths(1);
      case WEEK -> floor.plusWeeks(1);
      case DAY -> floor.plusDays(1);
      case HOUR -> floor.plusHours(1);
      case MINUTE -> floor.plusMinutes(1);
      case SECOND -> floor.plusSeconds(1);
      default -> floor.plus(1, ChronoUnit.MILLIS);
    };
  }
}
