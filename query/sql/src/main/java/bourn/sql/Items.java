package bourn.sql;

import bourn.engine.Function;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
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
}
