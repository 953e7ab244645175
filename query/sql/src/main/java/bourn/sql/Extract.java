package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.engine.Function;
import bourn.kernel.Value;
import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import org.apache.calcite.avatica.util.TimeUnitRange;

/**
 * {@code EXTRACT(unit FROM time)}.
 *
 * @param unit which part of the time
 */
record Extract(TimeUnitRange unit) implements Function {

  @Override
  public String name() {
    return "EXTRACT " + unit;
  }

  @Override
  public Value apply(Value[] arguments) {
    return switch (arguments[0]) {
      case Value.Nil nil -> nil;
      case Value.Time(long micros) -> Value.of(extract(micros));
      default ->
          throw SqlErrors.wrong("type", "a time is expected, was " + Texts.brief(arguments[0]));
    };
  }

  private long extract(long micros) {
    LocalDateTime time = Times.time(micros);
    return switch (unit) {
      case YEAR -> time.getYear();
      case QUARTER -> time.get(IsoFields.QUARTER_OF_YEAR);
      case MONTH -> time.getMonthValue();
      case WEEK -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case DAY -> time.getDayOfMonth();
      case DOW -> time.getDayOfWeek().getValue() % 7 + 1L;
      case ISODOW -> time.getDayOfWeek().getValue();
      case DOY -> time.getDayOfYear();
      case HOUR -> time.getHour();
      case MINUTE -> time.getMinute();
      case SECOND -> time.getSecond();
      case MILLISECOND -> time.getSecond() * 1_000L + time.get(ChronoField.MILLI_OF_SECOND);
      case MICROSECOND -> time.getSecond() * 1_000_000L + time.get(ChronoField.MICRO_OF_SECOND);
      case EPOCH -> Math.floorDiv(micros, Times.MICROS_A_SECOND);
      case DECADE -> Math.floorDiv(time.getYear(), 10);
      case CENTURY -> Math.floorDiv(time.getYear() + 99, 100);
      case ISOYEAR -> time.get(IsoFields.WEEK_BASED_YEAR);
      default -> throw SqlErrors.unsupported("EXTRACT of " + unit);
    };
  }

  @Override
  public Column apply(Column[] arguments, int count, Codes codes) {
    Column column = arguments[0];
    if (!column.uniform() || column.kind() != Kind.TIME) {
      return Function.super.apply(arguments, count, codes);
    }
    long[] out = new long[count];
    for (int i = 0; i < count; i++) {
      out[i] = extract(column.word(i));
    }
    return Column.of(Kind.INT, out);
  }
}
