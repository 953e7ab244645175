package bourn.datalog;

import bourn.engine.Guard;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes given values apart into rows of variables. */
final class Bindings {

  private static final long BYTES_A_ROW = 100;
  private static final int ROWS_A_LOOK = 1 << 10;

  private Bindings() {}

  /**
   * Returns the rows that {@code binding} makes of {@code value}, each variable once. A row with
   * {@code nil}, or with two values of one variable, is none.
   */
  static Tuples rows(Binding binding, Value value, Guard guard) {
    List<String> names = new ArrayList<>();
    binding.variables(
        variable -> {
          if (!names.contains(variable.name())) {
            names.add(variable.name());
          }
        });
    List<List<Value>> rows = new ArrayList<>();
    for (Map<String, Value> row : expand(binding, value, guard)) {
      rows.add(names.isEmpty() ? List.of(Value.of(true)) : names.stream().map(row::get).toList());
    }
    return Tuples.rows(names, rows);
  }

  private static List<Map<String, Value>> expand(Binding binding, Value value, Guard guard) {
    return switch (binding) {
      case Binding.Ignore ignore -> List.of(Map.of());
      case Binding.Scalar(Term.Variable variable) ->
          value instanceof Value.Nil ? List.of() : List.of(Map.of(variable.name(), value));
      case Binding.Each(Binding element, Place place) ->
          each(element, elements(value, place), guard);
      case Binding.Tuple(List<Binding> elements, Place place) ->
          tuple(elements, value, place, guard);
    };
  }

  private static List<Map<String, Value>> each(
      Binding element, Collection<Value> values, Guard guard) {
    List<Map<String, Value>> rows = new ArrayList<>();
    for (Value value : values) {
      List<Map<String, Value>> more = expand(element, value, guard);
      count(more.size(), guard);
      rows.addAll(more);
    }
    return rows;
  }

  private static Collection<Value> elements(Value value, Place place) {
    return switch (value) {
      case Value.Items(List<Value> items) -> items;
      case Value.Members members -> members.members();
      case Value.Entries map ->
          map.entries().entrySet().stream()
              .map(entry -> (Value) Value.list(entry.getKey(), entry.getValue()))
              .toList();
      case Value.Nil nil -> List.of();
      default ->
          throw place.wrong("malformed", "a collection is needed here, found " + shown(value));
    };
  }

  private static List<Map<String, Value>> tuple(
      List<Binding> elements, Value value, Place place, Guard guard) {
    if (!(value instanceof Value.Items(List<Value> items)) || items.size() < elements.size()) {
      throw place.wrong(
          "malformed",
          "a list of at least "
              + elements.size()
              + " values is needed here, found "
              + shown(value));
    }
    List<Map<String, Value>> rows = List.of(Map.of());
    for (int i = 0; i < elements.size(); i++) {
      rows = product(rows, expand(elements.get(i), items.get(i), guard), guard);
    }
    return rows;
  }

  private static List<Map<String, Value>> product(
      List<Map<String, Value>> left, List<Map<String, Value>> right, Guard guard) {
    List<Map<String, Value>> rows = new ArrayList<>();
    for (Map<String, Value> row : left) {
      count(right.size(), guard);
      for (Map<String, Value> other : right) {
        Map<String, Value> both = unified(row, other);
        if (both != null) {
          rows.add(both);
        }
        if (rows.size() % ROWS_A_LOOK == 0) {
          guard.check();
        }
      }
    }
    return rows;
  }

  /** Rows of values are counted before they are made, as a product of collections is large soon. */
  private static void count(int rows, Guard guard) {
    guard.check();
    guard.take(BYTES_A_ROW * rows);
  }

  private static @Nullable Map<String, Value> unified(
      Map<String, Value> row, Map<String, Value> other) {
    Map<String, Value> both = new LinkedHashMap<>(row);
    for (Map.Entry<String, Value> entry : other.entrySet()) {
      Value before = both.put(entry.getKey(), entry.getValue());
      if (before != null && !before.equals(entry.getValue())) {
        return null;
      }
    }
    return both;
  }

  static String shown(Value value) {
    String printed = value.toString();
    return printed.length() <= 60 ? printed : printed.substring(0, 57) + "...";
  }
}
