package bourn.sql;

import bourn.engine.Function;
import bourn.engine.QueryException;
import bourn.kernel.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

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
    if (row[0] instanceof Value.Items(List<Value> first)
        && row[1] instanceof Value.Items(List<Value> second)) {
      List<Value> both = new ArrayList<>(first);
      both.addAll(second);
      if (both.size() > MOST_CHARACTERS) {
        throw Numbers.overflow("a list of more than " + MOST_CHARACTERS + " elements");
      }
      return new Value.Items(both);
    }
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

  /** Strips blanks, or the characters of the second argument. */
  static Value strip(Value[] row, boolean leading, boolean trailing) {
    Value what = row.length > 1 ? row[1] : Value.of(" ");
    return trim(leading, trailing).apply(new Value[] {what, row[0]});
  }

  static Value repeat(Value[] row) {
    String text = text(row[0]);
    long times = Math.max(0, Numbers.whole(row[1]));
    if (!text.isEmpty() && times > MOST_CHARACTERS / text.length()) {
      throw Numbers.overflow("a string of more than " + MOST_CHARACTERS + " characters");
    }
    return Value.of(text.isEmpty() ? text : text.repeat((int) times));
  }

  /** The text cut or filled up to a length. */
  static Value pad(Value[] row, boolean leading) {
    String text = text(row[0]);
    long wanted = Math.max(0, Numbers.whole(row[1]));
    String filling = row.length > 2 ? text(row[2]) : " ";
    long length = length(text);
    if (wanted <= length || filling.isEmpty()) {
      return Value.of(slice(text, 0, Math.min(wanted, length)));
    }
    if (wanted > MOST_CHARACTERS) {
      throw Numbers.overflow("a string of more than " + MOST_CHARACTERS + " characters");
    }
    long missing = wanted - length;
    int times = (int) (missing / length(filling) + 1);
    String filled = slice(filling.repeat(times), 0, missing);
    return Value.of(leading ? filled + text : text + filled);
  }

  /** Part {@code n} of those between separators, from 1, or from the end if negative. */
  static Value part(Value[] row) {
    String text = text(row[0]);
    String separator = text(row[1]);
    String[] parts =
        separator.isEmpty() ? new String[] {text} : text.split(Pattern.quote(separator), -1);
    long number = Numbers.whole(row[2]);
    long at = number < 0 ? parts.length + number : number - 1;
    return Value.of(number != 0 && 0 <= at && at < parts.length ? parts[(int) at] : "");
  }

  static Value contains(Value text, Value what) {
    return Value.of(text(text).contains(text(what)));
  }

  static Value character(Value code) {
    long point = Numbers.whole(code);
    if (point < 0 || point > Character.MAX_CODE_POINT) {
      throw SqlErrors.wrong("argument", "there is no character " + point);
    }
    return Value.of(Character.toString((int) point));
  }

  /** Each character of the second argument replaced by that of the third, or left out. */
  static Value translate(Value[] row) {
    int[] from = text(row[1]).codePoints().toArray();
    int[] to = text(row[2]).codePoints().toArray();
    StringBuilder out = new StringBuilder();
    text(row[0])
        .codePoints()
        .forEach(
            point -> {
              int at = 0;
              while (at < from.length && from[at] != point) {
                at++;
              }
              if (at == from.length) {
                out.appendCodePoint(point);
              } else if (at < to.length) {
                out.appendCodePoint(to[at]);
              }
            });
    return Value.of(out.toString());
  }

  /** How many characters must be added, left out or changed. */
  static Value distance(Value[] row) {
    String one = text(row[0]);
    String other = text(row[1]);
    if ((long) one.length() * other.length() > MOST_CHARACTERS) {
      throw Numbers.overflow("a distance of strings so long");
    }
    int[] costs = new int[other.length() + 1];
    for (int j = 0; j < costs.length; j++) {
      costs[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = costs[0];
      costs[0] = i;
      for (int j = 1; j < costs.length; j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = costs[j];
        costs[j] = Math.min(changed, Math.min(costs[j], costs[j - 1]) + 1);
      }
    }
    return Value.of((long) costs[other.length()]);
  }

  /** All arguments that are not missing, one after another. */
  static Value concatAny(Value[] row) {
    List<Value> parts = new ArrayList<>();
    for (Value part : row) {
      if (!(part instanceof Value.Nil)) {
        parts.add(part instanceof Value.Text ? part : Value.of(plain(part)));
      }
    }
    return concat(parts.toArray(Value[]::new));
  }

  private static String plain(Value value) {
    return switch (value) {
      case Value.Decimal(java.math.BigDecimal number) -> number.toPlainString();
      case Value.Time(long micros) -> timestamp(micros);
      case Value.Uuid(java.util.UUID uuid) -> uuid.toString();
      default -> value.toString();
    };
  }

  /** All arguments but the first that are not missing, with the first between them. */
  static Value concatPresent(Value[] row) {
    if (row[0] instanceof Value.Nil) {
      return row[0];
    }
    List<Value> parts = new ArrayList<>();
    for (int i = 1; i < row.length; i++) {
      if (!(row[i] instanceof Value.Nil)) {
        if (!parts.isEmpty()) {
          parts.add(row[0]);
        }
        parts.add(row[i]);
      }
    }
    return concat(parts.toArray(Value[]::new));
  }

  /** {@code OVERLAY(text PLACING other FROM start FOR length)}. */
  static Value overlay(Value[] row) {
    long start = Numbers.whole(row[2]);
    long length = row.length > 3 ? Numbers.whole(row[3]) : length(text(row[1]));
    Value before = substring(new Value[] {row[0], Value.of(1L), Value.of(Math.max(0, start - 1))});
    Value after = substring(new Value[] {row[0], Value.of(start + length)});
    return concat(new Value[] {before, row[1], after});
  }

  static Value hash(String algorithm, Value text) {
    try {
      byte[] bytes = text(text).getBytes(StandardCharsets.UTF_8);
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      return Value.of(HexFormat.of().formatHex(digest.digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
