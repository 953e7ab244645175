package bourn.sql;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of {@code LIKE} that is known when the statement is planned, and in which {@code %} is
 * all that is not itself.
 *
 * @param parts between the {@code %}
 */
record Wildcards(List<String> parts) {

  /** Returns what {@code pattern} says, or null if it says more. */
  static @Nullable Wildcards of(String pattern) {
    return pattern.indexOf('_') >= 0 ? null : new Wildcards(Arrays.asList(pattern.split("%", -1)));
  }

  boolean match(String text) {
    String first = parts.getFirst();
    String last = parts.getLast();
    if (parts.size() == 1) {
      return text.equals(first);
    }
    int at = first.length();
    int end = text.length() - last.length();
    if (at > end || !text.startsWith(first) || !text.endsWith(last)) {
      return false;
    }
    for (int i = 1; i < parts.size() - 1; i++) {
      String part = parts.get(i);
      int found = text.indexOf(part, at);
      if (found < 0 || found + part.length() > end) {
        return false;
      }
      at = found + part.length();
    }
    return true;
  }
}
