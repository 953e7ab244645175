package bourn.sql;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A path into JSON: {@code $.name}, {@code $."a name"}, {@code $[0]}, {@code $[last]}, {@code
 * $.list[*].x}, {@code $.*}; {@code lax}, as it is without a word, passes through lists as if each
 * element stood there, {@code strict} does not.
 *
 * @param strict whether a step that finds nothing is an error
 * @param steps from the outside in
 */
record JsonPath(boolean strict, List<Step> steps) {

  private static final int MOST_STEPS = 200;

  /** One step. */
  sealed interface Step {
    /** The value of a key. */
    record Key(String name) implements Step {}

    /** An element, from 0, or from the end if negative. */
    record Element(int index) implements Step {}

    /** Every element of a list, or every value of an object. */
    record Every(boolean ofList) implements Step {}
  }

  static JsonPath of(String text) {
    return new Reading(text).path();
  }

  /** Returns what is found in {@code value}: nothing, one value, or with {@code *} several. */
  List<Value> find(Value value) {
    List<Value> found = List.of(value);
    for (Step step : steps) {
      List<Value> next = new ArrayList<>();
      for (Value each : found) {
        take(step, each, next);
      }
      found = next;
    }
    return found;
  }

  private void take(Step step, Value value, List<Value> next) {
    switch (step) {
      case Step.Key(String name) -> {
        if (value instanceof Value.Entries map) {
          Value held = entry(map, name);
          if (held != null) {
            next.add(held);
          }
        } else if (!strict && value instanceof Value.Items(List<Value> items)) {
          items.stream().filter(Value.Entries.class::isInstance).forEach(i -> take(step, i, next));
        }
      }
      case Step.Element(int index) -> {
        List<Value> items = value instanceof Value.Items list ? list.items() : List.of(value);
        int at = index < 0 ? items.size() + index : index;
        boolean list = value instanceof Value.Items || !strict;
        if (list && 0 <= at && at < items.size()) {
          next.add(items.get(at));
        }
      }
      case Step.Every(boolean ofList) -> {
        if (ofList) {
          next.addAll(value instanceof Value.Items list ? list.items() : List.of(value));
        } else if (value instanceof Value.Entries map) {
          next.addAll(map.entries().values());
        }
      }
    }
  }

  private static @Nullable Value entry(Value.Entries map, String name) {
    Value held = name.isEmpty() || name.startsWith(":") ? null : map.get(Keyword.of(name));
    return held == null ? map.get(Value.of(name)) : held;
  }

  /** Reads a path. */
  private static final class Reading {

    private final String text;
    private int at;

    Reading(String text) {
      this.text = text;
    }

    JsonPath path() {
      String lower = text.stripLeading().toLowerCase(Locale.ROOT);
      boolean strict = lower.startsWith("strict ");
      at = text.indexOf('$');
      String before = at < 0 ? text : text.substring(0, at).strip().toLowerCase(Locale.ROOT);
      if (at < 0 || !List.of("", "lax", "strict").contains(before)) {
        throw wrong();
      }
      at++;
      List<Step> steps = new ArrayList<>();
      while (at < text.stripTrailing().length()) {
        steps.add(step());
        if (steps.size() > MOST_STEPS) {
          throw wrong();
        }
      }
      return new JsonPath(strict, List.copyOf(steps));
    }

    private Step step() {
      char c = text.charAt(at++);
      if (c == '.') {
        if (peek() == '*') {
          at++;
          return new Step.Every(false);
        }
        return new Step.Key(peek() == '"' ? quoted('"') : name());
      }
      if (c == '[') {
        return inBrackets();
      }
      throw wrong();
    }

    private Step inBrackets() {
      if (peek() == '\'' || peek() == '"') {
        String name = quoted(peek());
        expect(']');
        return new Step.Key(name);
      }
      int end = text.indexOf(']', at);
      if (end < 0) {
        throw wrong();
      }
      String inside = text.substring(at, end).strip();
      at = end + 1;
      if (inside.equals("*")) {
        return new Step.Every(true);
      }
      if (inside.equals("last")) {
        return new Step.Element(-1);
      }
      try {
        int index = Integer.parseInt(inside);
        if (index >= 0) {
          return new Step.Element(index);
        }
      } catch (NumberFormatException e) {
        throw wrong();
      }
      throw wrong();
    }

    private char peek() {
      return at < text.length() ? text.charAt(at) : 0;
    }

    private void expect(char wanted) {
      if (peek() != wanted) {
        throw wrong();
      }
      at++;
    }

    private String name() {
      int start = at;
      while (at < text.length()
          && (Character.isLetterOrDigit(peek()) || "_-$".indexOf(peek()) >= 0)) {
        at++;
      }
      if (start == at) {
        throw wrong();
      }
      return text.substring(start, at);
    }

    private String quoted(char quote) {
      at++;
      int end = text.indexOf(quote, at);
      if (end < 0) {
        throw wrong();
      }
      String name = text.substring(at, end);
      at = end + 1;
      return name;
    }

    private RuntimeException wrong() {
      return SqlErrors.wrong(
          "json-path",
          "\"" + text + "\" is no path into JSON, such as $.name, $[0] or $.list[*].name");
    }
  }
}
