package bourn.sql;

import bourn.engine.Function;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The elements of a list, or the entries of a map, as rows.
 *
 * @param width how many columns a row has; 0 if the element itself is the row
 * @param numbered whether the last column is the place of the element
 * @param outer whether there is a row without element where there is no element
 */
record Elements(int width, boolean numbered, boolean outer) implements Function {

  @Override
  public String name() {
    return "ELEMENTS";
  }

  @Override
  public Value apply(Value[] arguments) {
    List<Value> rows = new ArrayList<>();
    switch (arguments[0]) {
      case Value.Items list -> list.items().forEach(element -> add(rows, element));
      case Value.Members set -> set.members().forEach(element -> add(rows, element));
      case Value.Entries map ->
          map.entries().forEach((key, value) -> add(rows, new Value.Items(List.of(key, value))));
      default -> {
        // Nothing, or what has no elements.
      }
    }
    if (rows.isEmpty() && outer) {
      rows.add(missing());
    }
    return new Value.Items(rows);
  }

  private void add(List<Value> rows, Value element) {
    if (width == 0) {
      rows.add(element);
      return;
    }
    int parts = numbered ? width - 1 : width;
    Value[] row = new Value[width];
    Arrays.fill(row, Value.Nil.NIL);
    if (element instanceof Value.Items(List<Value> items) && items.size() == parts) {
      for (int i = 0; i < parts; i++) {
        row[i] = items.get(i);
      }
    } else if (parts == 1) {
      row[0] = element;
    }
    if (numbered) {
      row[width - 1] = Value.of(rows.size() + 1L);
    }
    rows.add(new Value.Items(List.of(row)));
  }

  private Value missing() {
    Value[] row = new Value[Math.max(1, width)];
    Arrays.fill(row, Value.Nil.NIL);
    return width == 0 ? Value.Nil.NIL : new Value.Items(List.of(row));
  }
}
