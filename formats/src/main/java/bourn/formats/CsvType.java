package bourn.formats;

import bourn.kernel.Value;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the cells of a CSV column may be, the first that fits wins. */
enum CsvType {
  INT {
    @Override
    @Nullable Value read(String cell) {
      return cell.length() <= 18 ? shortInt(cell) : longInt(cell);
    }
  },
  REAL {
    @Override
    @Nullable Value read(String cell) {
      if (!isReal(cell)) {
        return null;
      }
      double real = Double.parseDouble(cell);
      return Double.isInfinite(real) ? null : Value.of(real);
    }
  },
  BOOL {
    @Override
    @Nullable Value read(String cell) {
      return switch (cell.length() <= 5 ? cell.toLowerCase(Locale.ROOT) : "") {
        case "true" -> Value.of(true);
        case "false" -> Value.of(false);
        default -> null;
      };
    }
  },
  TIME {
    @Override
    @Nullable Value read(String cell) {
      Value usual = Value.Time.read(cell);
      if (usual != null) {
        return usual;
      }
      if (cell.length() > MOST_CHARACTERS_OF_TIME || !startsWithDigit(cell)) {
        return null;
      }
      Matcher time = TIME_FORM.matcher(cell);
      if (!time.matches()) {
        return null;
      }
      String offset = time.group(3);
      try {
        return Value.of(
            Instant.parse(time.group(1) + "T" + time.group(2) + (offset == null ? "Z" : offset)));
      } catch (DateTimeException | ArithmeticException noTime) {
        return null;
      }
    }
  },
  TEXT {
    @Override
    Value read(String cell) {
      return Value.of(cell);
    }
  };

  private static final int MOST_CHARACTERS_OF_REAL = 400;
  private static final int MOST_CHARACTERS_OF_TIME = 40;
  private static final Pattern WHOLE_FORM = Pattern.compile("-?(?:0|[1-9][0-9]*+)");
  private static final Pattern REAL_FORM =
      Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]{1,3})?");
  private static final Pattern TIME_FORM =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?)(Z|[+-]\\d\\d:\\d\\d)?");

  /** Returns what {@code cell}, which is not empty, is read as; null when it does not fit. */
  abstract @Nullable Value read(String cell);

  private static @Nullable Value shortInt(String cell) {
    int first = cell.charAt(0) == '-' ? 1 : 0;
    if (first == cell.length() || (cell.charAt(first) == '0' && cell.length() > 1)) {
      return null;
    }
    for (int i = first; i < cell.length(); i++) {
      if (cell.charAt(i) < '0' || cell.charAt(i) > '9') {
        return null;
      }
    }
    return Value.of(Long.parseLong(cell));
  }

  /** The usual form is told without a regular expression. */
  private static boolean isReal(String cell) {
    char last = cell.charAt(cell.length() - 1);
    return cell.length() <= MOST_CHARACTERS_OF_REAL
        && last >= '0'
        && last <= '9'
        && (isPlainReal(cell) || REAL_FORM.matcher(cell).matches());
  }

  private static boolean isPlainReal(String cell) {
    int first = cell.charAt(0) == '-' ? 1 : 0;
    int point = cell.indexOf('.');
    if (point <= first || (cell.charAt(first) == '0' && point > first + 1)) {
      return false;
    }
    for (int i = first; i < cell.length(); i++) {
      if (i != point && (cell.charAt(i) < '0' || cell.charAt(i) > '9')) {
        return false;
      }
    }
    return true;
  }

  private static boolean startsWithDigit(String cell) {
    return cell.charAt(0) >= '0' && cell.charAt(0) <= '9';
  }

  private static @Nullable Value longInt(String cell) {
    return cell.length() <= Value.MOST_DIGITS && WHOLE_FORM.matcher(cell).matches()
        ? Value.of(new BigInteger(cell))
        : null;
  }
}
