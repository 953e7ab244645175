package bourn.datalog;

import bourn.kernel.Edn;
import bourn.kernel.Keyword;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form of a query: a value that knows where it stands.
 *
 * @param items what a list or vector holds, or the keys and values of a map in turn
 * @param round whether it was written in parentheses; always false when it was given as data
 * @param written the form as it was written; empty when it was given as data
 */
record Node(Value value, List<Node> items, boolean round, Place place, String written) {

  private static final int MOST_DEPTH = 100;
  private static final int MOST_FORMS = 500_000;
  private static final int MOST_ITEMS = 1_000;

  Node {
    items = List.copyOf(items);
  }

  /** Returns the form of a query that was given as text. */
  static Node of(Edn.Form form, String text) {
    return of(form, text, 0);
  }

  private static Node of(Edn.Form form, String text, int depth) {
    Place place = new Place(text, form.start());
    if (depth > MOST_DEPTH) {
      throw tooDeep(place);
    }
    boolean open = form.value() instanceof Value.Items || form.value() instanceof Value.Entries;
    List<Node> items = new ArrayList<>();
    if (open) {
      form.children().forEach(child -> items.add(of(child, text, depth + 1)));
    }
    return new Node(
        form.value(), items, form.list(), place, text.substring(form.start(), form.end()));
  }

  private static RuntimeException tooDeep(Place place) {
    return place.wrong(
        "too-deep", "a query may be nested " + MOST_DEPTH + " levels deep, and this is deeper");
  }

  /** Returns the form of a query that was given as data. */
  static Node of(Value value) {
    return of(value, 0, new int[] {MOST_FORMS});
  }

  private static Node of(Value value, int depth, int[] left) {
    if (depth > MOST_DEPTH) {
      throw tooDeep(Place.NONE);
    }
    if (--left[0] < 0) {
      throw Place.NONE.wrong(
          "too-large", "a query may have " + MOST_FORMS + " forms, and this has more");
    }
    List<Node> items = new ArrayList<>();
    switch (value) {
      case Value.Items list -> list.items().forEach(item -> items.add(of(item, depth + 1, left)));
      case Value.Entries map -> {
        for (Map.Entry<Value, Value> entry : map.entries().entrySet()) {
          items.add(of(entry.getKey(), depth + 1, left));
          items.add(of(entry.getValue(), depth + 1, left));
        }
      }
      default -> {}
    }
    return new Node(value, items, false, Place.NONE, "");
  }

  /**
   * Returns {@code items} unless they are more than stand in one place.
   *
   * @param what they are, as {@code :find} or {@code a call}
   */
  static List<Node> few(String what, List<Node> items) {
    if (items.size() > MOST_ITEMS) {
      throw items
          .get(MOST_ITEMS)
          .place()
          .wrong(
              "too-large", what + " may have " + MOST_ITEMS + " elements, found " + items.size());
    }
    return items;
  }

  /** Returns whether this is a list or a vector. */
  boolean sequence() {
    return value instanceof Value.Items;
  }

  /** Returns whether this is a map. */
  boolean map() {
    return value instanceof Value.Entries;
  }

  /** Returns the name of the symbol that this is, or null. */
  @Nullable String symbol() {
    return value instanceof Symbol(String name) ? name : null;
  }

  /** Returns the keyword that this is, or null. */
  @Nullable Keyword keyword() {
    return value instanceof Keyword keyword ? keyword : null;
  }

  /** Returns whether this is the symbol {@code name}. */
  boolean is(String name) {
    return name.equals(symbol());
  }

  /** Returns whether this is a variable, as {@code ?x}. */
  boolean variable() {
    return startsWith('?');
  }

  /** Returns whether this names a source, as {@code $} or {@code $orders}. */
  boolean source() {
    return startsWith('$');
  }

  /** Returns whether this is a symbol that is no variable, source, blank or mark. */
  boolean plainSymbol() {
    String name = symbol();
    return name != null
        && !variable()
        && !source()
        && !name.equals("_")
        && !name.equals("...")
        && !name.equals(".")
        && !name.equals("%");
  }

  /** Returns whether this is a function, aggregate or rule with its arguments. */
  boolean call() {
    return sequence()
        && !items.isEmpty()
        && (items.getFirst().plainSymbol() ? round || place.text() == null : called());
  }

  /** A function that a variable names is known by its parentheses alone. */
  private boolean called() {
    return round && items.getFirst().variable();
  }

  private boolean startsWith(char mark) {
    String name = symbol();
    return name != null && name.charAt(0) == mark;
  }

  @Override
  public String toString() {
    String printed = written.isEmpty() ? value.toString() : written;
    return printed.length() <= 60 ? printed : printed.substring(0, 57) + "...";
  }
}
