package bourn.sql;

import bourn.engine.Function;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opens values that hold others. */
final class Items {

  /** {@code value['key']} of a map, {@code value[1]} of a list; missing where there is none. */
  static final Function ITEM = new Strict("ITEM", Items::item);

  private Items() {}

  private static Value item(Value[] row) {
    Value found =
        switch (row[0]) {
          case Value.Entries map -> entry(map, row[1]);
          case Value.Items list -> element(list, row[1]);
          default -> null;
        };
    return found == null ? Value.Nil.NIL : found;
  }

  private static @Nullable Value entry(Value.Entries map, Value key) {
    Value value = map.get(key);
    return value == null && key instanceof Value.Text(String name) && !name.isEmpty()
        ? map.get(Keyword.of(name.startsWith(":") ? name.substring(1) : name))
        : value;
  }

  private static @Nullable Value element(Value.Items list, Value index) {
    return index instanceof Value.Int(long place) && 1 <= place && place <= list.items().size()
        ? list.items().get((int) place - 1)
        : null;
  }

  /** A list of the arguments. */
  static final Function LIST = of("LIST", row -> new Value.Items(List.of(row)));

  /** A map of keys and values in turn. */
  static final Function MAP = of("MAP", Items::map);

  private static Function of(String name, java.util.function.Function<Value[], Value> body) {
    return new Function() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Value apply(Value[] arguments) {
        return body.apply(arguments);
      }
    };
  }

  private static Value map(Value[] row) {
    Map<Value, Value> entries = new LinkedHashMap<>();
    for (int i = 0; i + 1 < row.length; i += 2) {
      entries.put(row[i], row[i + 1]);
    }
    return new Value.Entries(entries);
  }

  /** Column {@code index} of a row. */
  static Function column(int index) {
    return new Strict(
        "COLUMN",
        row ->
            row[0] instanceof Value.Items(List<Value> items) && index < items.size()
                ? items.get(index)
                : Value.Nil.NIL);
  }

  private static List<Value> items(Value value) {
    return switch (value) {
      case Value.Items(List<Value> items) -> items;
      case Value.Members(var members) -> List.copyOf(members);
      default -> throw SqlErrors.wrong("type", "a list is expected, was " + Texts.brief(value));
    };
  }

  static Value size(Value value) {
    return Value.of(
        value instanceof Value.Entries map ? (long) map.entries().size() : items(value).size());
  }

  static Value contains(Value[] row) {
    return Value.of(place(row) > 0);
  }

  static Value position(Value[] row) {
    return Value.of(place(row));
  }

  private static long place(Value[] row) {
    List<Value> items = items(row[0]);
    for (int i = 0; i < items.size(); i++) {
      if (!(items.get(i) instanceof Value.Nil) && Comparison.compare(items.get(i), row[1]) == 0) {
        return i + 1L;
      }
    }
    return 0;
  }

  static Value distinct(Value list) {
    return new Value.Items(List.copyOf(new LinkedHashSet<>(items(list))));
  }

  static Value reversed(Value list) {
    return new Value.Items(items(list).reversed());
  }

  static Value sorted(Value list) {
    return new Value.Items(items(list).stream().sorted(Comparison::compare).toList());
  }

  static Value joined(Value[] row) {
    List<Value> all = new ArrayList<>(items(row[0]));
    all.addAll(items(row[1]));
    return new Value.Items(all);
  }

  static Value text(Value list, String separator) {
    return Value.of(
        items(list).stream()
            .filter(item -> !(item instanceof Value.Nil))
            .map(item -> item instanceof Value.Text(String text) ? text : item.toString())
            .collect(Collectors.joining(separator)));
  }

  /** What a value is. */
  static Value type(Value value) {
    return Value.of(value.getClass().getSimpleName().toLowerCase(Locale.ROOT));
  }
}
