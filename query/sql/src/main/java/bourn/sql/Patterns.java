package bourn.sql;

import bourn.engine.WatchedText;
import bourn.kernel.Value;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions, ended when they take too many steps. */
final class Patterns {

  private static final int MOST_PATTERN = 1_000;
  private static final int MOST_CHARACTERS = 10_000_000;

  /** The last pattern of each thread; most calls have the one of the call before. */
  private static final ThreadLocal<Pattern> LAST = new ThreadLocal<>();

  private Patterns() {}

  private static Matcher matcher(Value text, Value pattern) {
    return pattern(Texts.text(pattern), 0).matcher(new WatchedText(Texts.text(text)));
  }

  private static Pattern pattern(String text, int flags) {
    Pattern known = LAST.get();
    if (known != null && known.flags() == flags && known.pattern().equals(text)) {
      return known;
    }
    if (text.length() > MOST_PATTERN) {
      throw SqlErrors.wrong(
          "argument",
          "a pattern has at most " + MOST_PATTERN + " characters, was " + text.length());
    }
    try {
      Pattern compiled = Pattern.compile(text, flags);
      LAST.set(compiled);
      return compiled;
    } catch (PatternSyntaxException e) {
      throw SqlErrors.wrong("argument", "no regular expression: " + e.getDescription());
    }
  }

  static Value found(Value[] row) {
    try {
      return Value.of(matcher(row[0], row[1]).find());
    } catch (StackOverflowError e) {
      throw WatchedText.tooCostly(e);
    }
  }

  /** {@code REGEXP_REPLACE(text, pattern, by)}: the first one, all with the flag {@code g}. */
  static Value replaced(Value[] row) {
    String flags = row.length > 3 ? Texts.text(row[3]) : "";
    String by = Texts.text(row[2]).replaceAll("\\\\([0-9])", "\\$$1");
    try {
      Matcher matcher = matcher(row[0], row[1]);
      String made = flags.contains("g") ? matcher.replaceAll(by) : matcher.replaceFirst(by);
      if (made.length() > MOST_CHARACTERS) {
        throw Numbers.overflow("a string of more than " + MOST_CHARACTERS + " characters");
      }
      return Value.of(made);
    } catch (StackOverflowError e) {
      throw WatchedText.tooCostly(e);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw SqlErrors.wrong("argument", "no replacement: " + Texts.brief(row[2]));
    }
  }

  /** What matches first, or a group of it; the empty string if nothing does. */
  static Value extracted(Value[] row) {
    long group = row.length > 2 ? Numbers.whole(row[2]) : 0;
    try {
      Matcher matcher = matcher(row[0], row[1]);
      if (group < 0 || group > matcher.groupCount()) {
        throw SqlErrors.wrong("argument", "the pattern has no group " + group);
      }
      String found = matcher.find() ? matcher.group((int) group) : null;
      return Value.of(found == null ? "" : found);
    } catch (StackOverflowError e) {
      throw WatchedText.tooCostly(e);
    }
  }

  static Value count(Value[] row) {
    try {
      return Value.of(matcher(row[0], row[1]).results().count());
    } catch (StackOverflowError e) {
      throw WatchedText.tooCostly(e);
    }
  }

  /** {@code SIMILAR TO}: like {@code LIKE}, with {@code | * + ? {} () []}. */
  static Value similar(Value[] row) {
    String escape = row.length > 2 ? Texts.text(row[2]) : "";
    String pattern = regular(Texts.text(row[1]), escape);
    try {
      CharSequence text = new WatchedText(Texts.text(row[0]));
      return Value.of(pattern(pattern, Pattern.DOTALL).matcher(text).matches());
    } catch (StackOverflowError e) {
      throw WatchedText.tooCostly(e);
    }
  }

  private static String regular(String similar, String escape) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < similar.length(); i++) {
      char c = similar.charAt(i);
      if (!escape.isEmpty() && c == escape.charAt(0) && i + 1 < similar.length()) {
        out.append(Pattern.quote(String.valueOf(similar.charAt(++i))));
      } else if (c == '%') {
        out.append(".*");
      } else if (c == '_') {
        out.append('.');
      } else if (c == '.' || c == '\\' || c == '$' || (c == '^' && !afterBracket(similar, i))) {
        out.append('\\').append(c);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean afterBracket(String text, int at) {
    return at > 0 && text.charAt(at - 1) == '[';
  }
}
