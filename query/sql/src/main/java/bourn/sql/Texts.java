package bourn.sql;

import bourn.engine.Function;
import bourn.engine.QueryException;
import bourn.kernel.Value;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Functions of strings. Characters are code points; what grows is bounded. */
final class Texts {

  private static final int MOST_CHARACTERS = 10_000_000;
  private static final int MOST_DIGITS = 400;
  private static final int BRIEF = 60;

  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .toFormatter(Locale.ROOT);

  private Texts() {}

  static String timestamp(long micros) {
    return TIMESTAMP.format(Times.time(micros));
  }

  /** Returns {@code value} as text that fits a message. */
  static String brief(Value value) {
    String text = value.toString();
    return text.length() <= BRIEF ? text : text.substring(0, BRIEF) + "...";
  }

  /** Returns the text of a number, if that is not absurdly long. */
  static String bounded(String number) {
    if (number.length() > MOST_DIGITS) {
      throw new IllegalArgumentException("a number of " + number.length() + " characters");
    }
    return number;
  }

  /**
   * Returns the string of {@code value}.
   *
   * @throws QueryException if it is none
   */
  static String text(Value value) {
    if (value instanceof Value.Text(String text)) {
      return text;
    }
    throw SqlErrors.wrong("type", "a string is expected, was " + brief(value));
  }

  static Function trim(boolean leading, boolean trailing) {
    return new Strict(
        "TRIM",
        row -> {
          String what = text(row[0]);
          String text = text(row[1]);
          int from = 0;
          int until = text.length();
          while (leading && from < until && what.indexOf(text.charAt(from)) >= 0) {
            from++;
          }
          while (trailing && from < until && what.indexOf(text.charAt(until - 1)) >= 0) {
            until--;
          }
          return Value.of(text.substring(from, until));
        });
  }

  static Value concat(Value[] row) {
    StringBuilder all = new StringBuilder();
    for (Value part : row) {
      all.append(text(part));
      if (all.length() > MOST_CHARACTERS) {
        throw Numbers.overflow("a string of more than " + MOST_CHARACTERS + " characters");
      }
    }
    return Value.of(all.toString());
  }

  /** {@code SUBSTRING(text FROM start FOR length)}, the first character being 1. */
  static Value substring(Value[] row) {
    String text = text(row[0]);
    long length = text.codePointCount(0, text.length());
    long from = Numbers.whole(row[1]) - 1;
    long until = length;
    if (row.length > 2) {
      long wanted = Numbers.whole(row[2]);
      if (wanted < 0) {
        throw SqlErrors.wrong("argument", "a length is not negative, was " + wanted);
      }
      until = from > length - wanted ? length : from + wanted;
    }
    return Value.of(slice(text, Math.max(0, from), Math.min(length, until)));
  }

  static Value left(Value[] row) {
    String text = text(row[0]);
    return Value.of(slice(text, 0, Math.min(Numbers.whole(row[1]), length(text))));
  }

  static Value right(Value[] row) {
    String text = text(row[0]);
    long length = length(text);
    return Value.of(slice(text, Math.max(0, length - Math.max(0, Numbers.whole(row[1]))), length));
  }

  static long length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String slice(String text, long from, long until) {
    if (from >= until) {
      return "";
    }
    int start = text.offsetByCodePoints(0, (int) from);
    return text.substring(start, text.offsetByCodePoints(start, (int) (until - from)));
  }

  /** {@code POSITION(what IN text)}: from 1, 0 when there is none. */
  static Value position(Value[] row) {
    String text = text(row[1]);
    int from = row.length > 2 ? (int) Math.max(0, Numbers.whole(row[2]) - 1) : 0;
    int index = text.indexOf(text(row[0]), from);
    return Value.of(index < 0 ? 0L : text.codePointCount(0, index) + 1L);
  }

  static Value replace(Value[] row) {
    String what = text(row[1]);
    String text = text(row[0]);
    if (what.isEmpty()) {
      return row[0];
    }
    String with = text(row[2]);
    if ((long) text.length() / what.length() * with.length() > MOST_CHARACTERS) {
      throw Numbers.overflow("a string of more than " + MOST_CHARACTERS + " characters");
    }
    return Value.of(text.replace(what, with));
  }

  /** The first letter of each word great, all others small. */
  static Value initcap(Value[] row) {
    StringBuilder out = new StringBuilder();
    boolean inWord = false;
    for (char c : text(row[0]).toCharArray()) {
      out.append(inWord ? Character.toLowerCase(c) : Character.toUpperCase(c));
      inWord = Character.isLetterOrDigit(c);
    }
    return Value.of(out.toString());
  }
}
