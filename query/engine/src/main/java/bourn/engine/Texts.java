package bourn.engine;

import bourn.kernel.Edn;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Functions of strings. Results are bounded in length. */
final class Texts {

  private static final int MOST_CHARS = 10_000_000;

  private Texts() {}

  static void addTo(Map<String, Function> all) {
    ScalarFunction.lenient(all, "str", 0, Integer.MAX_VALUE, Texts::str);
    ScalarFunction.strict(all, "subs", 2, 3, Texts::subs);
    ScalarFunction.strict(
        all, "upper-case", v -> Value.of(text("upper-case", v).toUpperCase(Locale.ROOT)));
    ScalarFunction.strict(
        all, "lower-case", v -> Value.of(text("lower-case", v).toLowerCase(Locale.ROOT)));
    ScalarFunction.strict(all, "trim", v -> Value.of(text("trim", v).strip()));
    ScalarFunction.strict(all, "triml", v -> Value.of(text("triml", v).stripLeading()));
    ScalarFunction.strict(all, "trimr", v -> Value.of(text("trimr", v).stripTrailing()));
    ScalarFunction.strict(
        all, "reverse", v -> Value.of(new StringBuilder(text("reverse", v)).reverse().toString()));
    ScalarFunction.lenient(all, "blank?", 1, 1, a -> Value.of(blank(a[0])));
    two(all, "starts-with?", String::startsWith);
    two(all, "ends-with?", String::endsWith);
    two(all, "includes?", String::contains);
    ScalarFunction.strict(all, "index-of", 2, 2, a -> indexOf(a));
    ScalarFunction.strict(all, "replace", 3, 3, Texts::replace);
    ScalarFunction.strict(all, "join", 1, 2, Texts::join);
    ScalarFunction.strict(all, "split", 2, 2, Texts::split);
  }

  /** What is tested of two strings. */
  private interface TwoTexts {
    boolean test(String left, String right);
  }

  private static void two(Map<String, Function> all, String name, TwoTexts test) {
    ScalarFunction.strict(
        all, name, 2, 2, a -> Value.of(test.test(text(name, a[0]), text(name, a[1]))));
  }

  static String text(String name, Value value) {
    if (value instanceof Value.Text(String text)) {
      return text;
    }
    throw Functions.wrongType(name, "a string", value);
  }

  /** Clojure's {@code str} of one value. */
  static String plain(Value value) {
    return switch (value) {
      case Value.Nil nil -> "";
      case Value.Text(String text) -> text;
      case Value.Uuid uuid -> uuid.value().toString();
      case Value.BigInt number -> number.value().toString();
      case Value.Decimal number -> number.value().toString();
      case Value.Time time -> time.toInstant().toString();
      default -> Edn.print(value);
    };
  }

  private static Value str(Value[] arguments) {
    StringBuilder out = new StringBuilder();
    for (Value argument : arguments) {
      out.append(plain(argument));
      check("str", out.length());
    }
    return Value.of(out.toString());
  }

  private static void check(String name, long length) {
    if (length > MOST_CHARS) {
      throw Functions.overflow(name);
    }
  }

  private static Value subs(Value[] arguments) {
    String text = text("subs", arguments[0]);
    int from = index(arguments[1], text.length());
    int until = arguments.length == 2 ? text.length() : index(arguments[2], text.length());
    return Value.of(text.substring(from, Math.max(from, until)));
  }

  /** Positions beyond the string are cut to it: one short row does not end a query. */
  private static int index(Value value, int length) {
    if (value instanceof Value.Int(long number)) {
      return Math.clamp(number, 0, length);
    }
    throw Functions.wrongType("subs", "integers", value);
  }

  private static boolean blank(Value value) {
    return value instanceof Value.Nil || text("blank?", value).isBlank();
  }

  private static Value indexOf(Value[] arguments) {
    int at = text("index-of", arguments[0]).indexOf(text("index-of", arguments[1]));
    return at < 0 ? Value.Nil.NIL : Value.of((long) at);
  }

  private static Value replace(Value[] arguments) {
    String text = text("replace", arguments[0]);
    String match = text("replace", arguments[1]);
    String by = text("replace", arguments[2]);
    check("replace", (text.length() + 1L) * Math.max(1, by.length()));
    return Value.of(text.replace(match, by));
  }

  private static Value join(Value[] arguments) {
    String between = arguments.length == 1 ? "" : plain(arguments[0]);
    StringBuilder out = new StringBuilder();
    String separator = "";
    for (Value element : Structures.elements("join", arguments[arguments.length - 1])) {
      out.append(separator).append(plain(element));
      separator = between;
      check("join", out.length());
    }
    return Value.of(out.toString());
  }

  private static Value split(Value[] arguments) {
    String text = text("split", arguments[0]);
    String by = text("split", arguments[1]);
    if (by.isEmpty()) {
      throw Functions.wrongType("split", "a separator that is not empty", arguments[1]);
    }
    List<Value> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(by); at >= 0; at = text.indexOf(by, from)) {
      parts.add(Value.of(text.substring(from, at)));
      from = at + by.length();
    }
    parts.add(Value.of(text.substring(from)));
    return new Value.Items(parts);
  }
}
