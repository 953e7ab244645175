package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.engine.AggregateFunction;
import bourn.engine.Plan;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A function of all rows of a group at once, in an order.
 *
 * @param name by which plans print it
 * @param order of the rows, by arguments
 * @param finish given the arguments of each row
 */
record Gathered(String name, List<Plan.SortKey> order, Function<List<Value[]>, Value> finish)
    implements AggregateFunction {

  @Override
  public Groups groups(Codes codes) {
    return new Rows(codes);
  }

  private static Comparator<Value[]> by(List<Plan.SortKey> order) {
    return (one, other) -> {
      for (Plan.SortKey key : order) {
        int side = compare(one[key.column()], other[key.column()], key);
        if (side != 0) {
          return side;
        }
      }
      return 0;
    };
  }

  private static int compare(Value one, Value other, Plan.SortKey key) {
    boolean missing = one instanceof Value.Nil;
    boolean otherMissing = other instanceof Value.Nil;
    if (missing || otherMissing) {
      return missing == otherMissing ? 0 : missing == key.nullsLast() ? 1 : -1;
    }
    int side = Comparison.compare(one, other);
    return key.descending() ? -side : side;
  }

  private final class Rows implements Groups {

    private final Codes codes;
    private final Map<Integer, List<Value[]>> rows = new HashMap<>();
    private long held;

    Rows(Codes codes) {
      this.codes = codes;
    }

    @Override
    public void add(int[] group, Column[] arguments, int count) {
      for (int i = 0; i < count; i++) {
        Value[] row = new Value[arguments.length];
        for (int a = 0; a < row.length; a++) {
          row[a] = arguments[a].value(i, codes);
        }
        rows.computeIfAbsent(group[i], any -> new ArrayList<>()).add(row);
      }
      held += count;
    }

    @Override
    public long held() {
      return held;
    }

    @Override
    public long bytes() {
      return 80 * held;
    }

    @Override
    public Value result(int group) {
      List<Value[]> all = rows.getOrDefault(group, List.of());
      if (!order.isEmpty()) {
        codes.meter().check();
        all = new ArrayList<>(all);
        all.sort(by(order));
      }
      return finish.apply(all);
    }
  }
}
