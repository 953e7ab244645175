package bourn.kernel;

import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/** Times of the years 0 to 9999 in UTC as text, {@code 2026-01-31T10:15:30.123456Z}, quickly. */
final class TimeText {

  private static final long SECOND = 1_000_000L;
  private static final long DAY = 86_400 * SECOND;
  private static final long FIRST_DAY = LocalDate.of(0, 1, 1).toEpochDay();
  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
  private static final String FORM = "0000-00-00T00:00:00";

  private TimeText() {}

  /** Appends a time, with as few groups of three digits after the second as are exact. */
  static void print(Value.Time time, StringBuilder out) {
    long day = Math.floorDiv(time.epochMicros(), DAY);
    if (day < FIRST_DAY || day > LAST_DAY) {
      out.append(time.toInstant());
      return;
    }
    LocalDate date = LocalDate.ofEpochDay(day);
    long micros = Math.floorMod(time.epochMicros(), DAY);
    int second = (int) (micros / SECOND);
    digits(date.getYear(), 1_000, out);
    digits(date.getMonthValue(), 10, out.append('-'));
    digits(date.getDayOfMonth(), 10, out.append('-'));
    digits(second / 3_600, 10, out.append('T'));
    digits(second / 60 % 60, 10, out.append(':'));
    digits(second % 60, 10, out.append(':'));
    int fraction = (int) (micros % SECOND);
    if (fraction % 1_000 != 0) {
      digits(fraction, 100_000, out.append('.'));
    } else if (fraction != 0) {
      digits(fraction / 1_000, 100, out.append('.'));
    }
    out.append('Z');
  }

  private static void digits(int number, int greatest, StringBuilder out) {
    for (int place = greatest; place > 0; place /= 10) {
      out.append((char) ('0' + number / place % 10));
    }
  }

  /** Returns the time that {@code text} is, or null when it has another form. */
  static Value.@Nullable Time read(String text) {
    int end = text.length() - 1;
    if (end < FORM.length() || end > FORM.length() + 10 || text.charAt(end) != 'Z' || !fits(text)) {
      return null;
    }
    long fraction = end == FORM.length() ? 0 : fraction(text, end);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    if (fraction < 0 || hour > 23 || minute > 59 || second > 59) {
      return null;
    }
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    if (month < 1 || month > 12 || !YearMonth.of(number(text, 0, 4), month).isValidDay(day)) {
      return null;
    }
    long epochDay = LocalDate.of(number(text, 0, 4), month, day).toEpochDay();
    return new Value.Time(
        epochDay * DAY + ((hour * 60L + minute) * 60L + second) * SECOND + fraction);
  }

  private static boolean fits(String text) {
    for (int i = 0; i < FORM.length(); i++) {
      char c = text.charAt(i);
      if (FORM.charAt(i) == '0' ? !EdnNames.isDigit(c) : c != FORM.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int until) {
    int number = 0;
    for (int i = from; i < until; i++) {
      number = 10 * number + (text.charAt(i) - '0');
    }
    return number;
  }

  /** Returns the fraction of a second in microseconds, cut; -1 when it is none. */
  private static long fraction(String text, int end) {
    int from = FORM.length() + 1;
    if (text.charAt(from - 1) != '.' || from == end) {
      return -1;
    }
    long micros = 0;
    long place = SECOND / 10;
    for (int i = from; i < end; i++) {
      if (!EdnNames.isDigit(text.charAt(i))) {
        return -1;
      }
      micros += place * (text.charAt(i) - '0');
      place /= 10;
    }
    return micros;
  }
}
