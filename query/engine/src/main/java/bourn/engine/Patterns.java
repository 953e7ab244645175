package bourn.engine;

import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Functions of regular expressions, each given as a string. A match that looks at more characters
 * than a bound, as hostile patterns do, ends the query.
 */
final class Patterns {

  private static final int MOST_PATTERN_CHARS = 1_000;
  private static final int MOST_KEPT = 256;
  private static final ConcurrentMap<String, Pattern> KEPT = new ConcurrentHashMap<>();

  private Patterns() {}

  static void addTo(Map<String, Function> all) {
    ScalarFunction.strict(all, "re-pattern", v -> Value.of(pattern("re-pattern", v).pattern()));
    ScalarFunction.strict(all, "re-find", 2, 2, a -> match("re-find", a, Matcher::find));
    ScalarFunction.strict(all, "re-matches", 2, 2, a -> match("re-matches", a, Matcher::matches));
  }

  private static Value match(String name, Value[] arguments, Predicate<Matcher> how) {
    Pattern pattern = pattern(name, arguments[0]);
    Matcher matcher = pattern.matcher(new WatchedText(Texts.text(name, arguments[1])));
    try {
      return how.test(matcher) ? groups(matcher) : Value.Nil.NIL;
    } catch (StackOverflowError deep) {
      throw WatchedText.tooCostly(deep);
    }
  }

  private static Value groups(Matcher matcher) {
    if (matcher.groupCount() == 0) {
      return Value.of(matcher.group());
    }
    List<Value> groups = new ArrayList<>();
    for (int i = 0; i <= matcher.groupCount(); i++) {
      groups.add(Value.of((Object) matcher.group(i)));
    }
    return new Value.Items(groups);
  }

  private static Pattern pattern(String name, Value value) {
    String text = Texts.text(name, value);
    Pattern known = KEPT.get(text);
    if (known != null) {
      return known;
    }
    if (text.length() > MOST_PATTERN_CHARS) {
      throw Functions.wrongType(
          name, "a pattern of at most " + MOST_PATTERN_CHARS + " characters", value);
    }
    Pattern made = compile(name, value, text);
    if (KEPT.size() < MOST_KEPT) {
      KEPT.put(text, made);
    }
    return made;
  }

  private static Pattern compile(String name, Value value, String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw Functions.wrongType(name, "a pattern (" + e.getDescription() + ")", value);
    } catch (StackOverflowError deep) {
      throw WatchedText.tooCostly(deep);
    }
  }
}
