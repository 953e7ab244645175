package bourn.kernel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The numbers of EDN, as Clojure reads them; ratios are refused. */
final class EdnNumbers {

  private static final int MOST_DIGITS_OF_LONG = 18;
  private static final Pattern WHOLE =
      Pattern.compile(
          "([+-]?)(?:0[xX](?<hex>[0-9A-Fa-f]+)|0(?<octal>[0-7]+)"
              + "|(?<radix>[1-9][0-9]?)[rR](?<radical>[0-9A-Za-z]+)|(?<decimal>0|[1-9][0-9]*))N?");
  private static final Pattern FRACTION =
      Pattern.compile("([+-]?[0-9]+(?:\\.[0-9]*)?(?:[eE][+-]?[0-9]+)?)(M?)");
  private static final Pattern RATIO = Pattern.compile("[+-]?[0-9]+/[0-9]+");

  private EdnNumbers() {}

  /** Returns the number that {@code token} is, or null when it is none; see {@link #required}. */
  static @Nullable Value read(String token) {
    if (isShort(token)) {
      return Value.of(Long.parseLong(token));
    }
    if (token.length() > Value.MOST_DIGITS + 8) {
      return null;
    }
    if (isPlainReal(token)) {
      return realOf(token);
    }
    try {
      Matcher whole = WHOLE.matcher(token);
      if (whole.matches()) {
        return Value.of(wholeOf(whole));
      }
      Matcher fraction = FRACTION.matcher(token);
      return fraction.matches() ? fractionOf(fraction) : null;
    } catch (IllegalArgumentException | ArithmeticException outOfRange) {
      return null;
    }
  }

  /** Returns what is required where {@code token}, which {@link #read} refused, is found. */
  static String required(String token) {
    if (token.length() > Value.MOST_DIGITS) {
      return "a number of at most " + Value.MOST_DIGITS + " digits";
    }
    if (RATIO.matcher(token).matches()) {
      return "a whole number, a floating point number or a decimal such as 0.5M";
    }
    return WHOLE.matcher(token).matches() || FRACTION.matcher(token).matches()
        ? "a number within range"
        : "a number";
  }

  private static boolean isShort(String token) {
    int length = token.length();
    int first = token.charAt(0) == '-' ? 1 : 0;
    if (length - first > MOST_DIGITS_OF_LONG
        || length == first
        || (token.charAt(first) == '0' && length > first + 1)) {
      return false;
    }
    for (int i = first; i < length; i++) {
      if (!EdnNames.isDigit(token.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether {@code token} is digits, a point and digits. */
  private static boolean isPlainReal(String token) {
    int first = token.charAt(0) == '-' ? 1 : 0;
    int point = token.indexOf('.');
    if (point <= first || point == token.length() - 1) {
      return false;
    }
    for (int i = first; i < token.length(); i++) {
      if (i != point && !EdnNames.isDigit(token.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Value realOf(String token) {
    double real = Double.parseDouble(token);
    return Double.isInfinite(real) ? null : new Value.Real(real);
  }

  private static BigInteger wholeOf(Matcher whole) {
    BigInteger magnitude;
    if (whole.group("hex") != null) {
      magnitude = new BigInteger(whole.group("hex"), 16);
    } else if (whole.group("octal") != null) {
      magnitude = new BigInteger(whole.group("octal"), 8);
    } else if (whole.group("radix") != null) {
      magnitude = new BigInteger(whole.group("radical"), Integer.parseInt(whole.group("radix")));
    } else {
      magnitude = new BigInteger(whole.group("decimal"));
    }
    return whole.group(1).equals("-") ? magnitude.negate() : magnitude;
  }

  private static @Nullable Value fractionOf(Matcher fraction) {
    if (fraction.group(2).equals("M")) {
      return new Value.Decimal(new BigDecimal(fraction.group(1)));
    }
    if (isWhole(fraction.group(1))) {
      return null;
    }
    return realOf(fraction.group(1));
  }

  /** A whole number with a leading zero is a mistaken octal, not a floating point number. */
  private static boolean isWhole(String number) {
    return number.indexOf('.') < 0 && number.indexOf('e') < 0 && number.indexOf('E') < 0;
  }
}
