package bourn.sql;

import bourn.engine.Function;
import bourn.kernel.Value;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code LIKE} and {@code ILIKE}: {@code %} is any characters, {@code _} any one.
 *
 * @param name of the operator; one that begins with NOT is true where the pattern does not match
 * @param known the pattern, where that is known and simple
 */
record Like(String name, @Nullable Wildcards known) implements Function {

  @Override
  public Value apply(Value[] arguments) {
    for (Value argument : arguments) {
      if (argument instanceof Value.Nil) {
        return argument;
      }
    }
    String text = Texts.text(arguments[0]);
    if (known != null) {
      return Value.of(known.match(text) != name.startsWith("NOT"));
    }
    String pattern = Texts.text(arguments[1]);
    int escape = arguments.length > 2 ? Texts.text(arguments[2]).codePointAt(0) : -1;
    if (name.contains("ILIKE")) {
      text = text.toLowerCase(Locale.ROOT);
      pattern = pattern.toLowerCase(Locale.ROOT);
    }
    return Value.of(matches(text, pattern, escape) != name.startsWith("NOT"));
  }

  /**
   * Goes back to the last {@code %} only, so takes at most the product of both lengths, and goes on
   * from it where the character is that follows it.
   */
  static boolean matches(String text, String pattern, int escape) {
    int t = 0;
    int p = 0;
    int star = -1;
    int mark = 0;
    while (t < text.length()) {
      boolean escaped = p + 1 < pattern.length() && pattern.charAt(p) == escape;
      char wanted = p < pattern.length() ? pattern.charAt(escaped ? p + 1 : p) : 0;
      if (p < pattern.length() && !escaped && wanted == '%') {
        star = p++;
        mark = next(text, t, pattern, p, escape);
        t = mark;
      } else if (p < pattern.length() && !escaped && wanted == '_') {
        t = text.offsetByCodePoints(t, 1);
        p++;
      } else if (p < pattern.length() && wanted == text.charAt(t)) {
        t++;
        p += escaped ? 2 : 1;
      } else if (star >= 0) {
        p = star + 1;
        mark = next(text, mark + 1, pattern, p, escape);
        t = mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '%') {
      p++;
    }
    return p == pattern.length();
  }

  /** Returns the first place from {@code t} on where the pattern may go on at {@code p}. */
  private static int next(String text, int t, String pattern, int p, int escape) {
    if (p == pattern.length()) {
      return text.length();
    }
    char wanted = pattern.charAt(p);
    if (wanted == '%' || wanted == '_' || wanted == escape) {
      return t;
    }
    int found = text.indexOf(wanted, t);
    return found < 0 ? text.length() : found;
  }
}
