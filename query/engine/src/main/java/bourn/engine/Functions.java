package bourn.engine;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The functions that queries may call: a closed library, with Clojure's names.
 *
 * <p>Unless a function says otherwise it gives {@code nil} where an argument it needs is {@code
 * nil}, and ends the query with {@code :query/wrong-type} where one is of a type it does not know.
 *
 * <ul>
 *   <li>{@code =} and {@code not=} are identity: {@code 1} and {@code 1.0} differ, {@code nil} is
 *       {@code nil}. {@code ==}, {@code not==}, {@code <}, {@code <=}, {@code >}, {@code >=} follow
 *       the order of {@link Value}, in which numbers compare by magnitude across types; {@code nil}
 *       on either side gives {@code nil}.
 *   <li>{@code + - * inc dec abs} promote to a big integer; those of {@link #checked} end the query
 *       with {@code :query/overflow} instead. {@code /} of integers is an integer where it is exact
 *       and a real where not.
 *   <li>{@code and or not} are three-valued.
 * </ul>
 */
public final class Functions {

  private static final Map<String, Function> ALL = new HashMap<>();
  private static final Map<String, Function> CHECKED = new HashMap<>();

  static {
    Comparison.addTo(ALL);
    Arithmetic.addTo(ALL, false);
    Arithmetic.addTo(CHECKED, true);
    Logic.addTo(ALL);
    Predicates.addTo(ALL);
    Texts.addTo(ALL);
    Patterns.addTo(ALL);
    Structures.addTo(ALL);
    Conversions.addTo(ALL);
  }

  private Functions() {}

  /**
   * Returns the function of that name, or null when there is none. A namespace {@code clojure.core}
   * or {@code clojure.string} may stand before it.
   */
  public static @Nullable Function lookup(String name) {
    return ALL.get(plain(name));
  }

  /** Returns the arithmetic function of that name that never promotes, or null. */
  public static @Nullable Function checked(String name) {
    return CHECKED.get(name);
  }

  /** Returns all names, for "did you mean". */
  public static Set<String> names() {
    return Collections.unmodifiableSet(ALL.keySet());
  }

  private static String plain(String name) {
    return name.startsWith("clojure.core/") || name.startsWith("clojure.string/")
        ? name.substring(name.indexOf('/') + 1)
        : name;
  }

  static QueryException wrongType(String function, String required, Value found) {
    return new QueryException(
        Keyword.of("query/wrong-type"), function + " needs " + required + ", was " + brief(found));
  }

  static QueryException overflow(String function) {
    return new QueryException(
        Keyword.of("query/overflow"), "the result of " + function + " is too large");
  }

  private static String brief(Value value) {
    String text = value.toString();
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
