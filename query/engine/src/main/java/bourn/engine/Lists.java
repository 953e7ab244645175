package bourn.engine;

import bourn.columns.Meter;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Aggregates of all values of a group at once. */
final class Lists {

  private static final Arithmetic PLUS =
      new Arithmetic("median", Arithmetic.Operation.PLUS, 2, null, false);
  private static final Arithmetic DIVIDE =
      new Arithmetic("median", Arithmetic.Operation.DIVIDE, 2, null, false);

  private static final int VALUES_A_LOOK = 1 << 12;

  private Lists() {}

  static Value median(List<Value> values, Meter meter) {
    if (values.isEmpty()) {
      return Value.Nil.NIL;
    }
    List<Value> sorted = sorted(values, Comparator.naturalOrder(), meter);
    int middle = sorted.size() / 2;
    if (sorted.size() % 2 == 1) {
      return sorted.get(middle);
    }
    Value sum = PLUS.apply(new Value[] {sorted.get(middle - 1), sorted.get(middle)});
    return DIVIDE.apply(new Value[] {sum, Value.of(2L)});
  }

  static Value least(List<Value> values, int most, Meter meter) {
    return firsts(values, most, Comparator.naturalOrder(), meter);
  }

  static Value greatest(List<Value> values, int most, Meter meter) {
    return firsts(values, most, Comparator.reverseOrder(), meter);
  }

  private static Value firsts(List<Value> values, int most, Comparator<Value> order, Meter meter) {
    Set<Value> different = new LinkedHashSet<>();
    for (Value value : values) {
      different.add(value);
      if (different.size() % VALUES_A_LOOK == 0) {
        meter.check();
      }
    }
    List<Value> sorted = sorted(different, order, meter);
    return new Value.Items(sorted.subList(0, Math.min(most, sorted.size())));
  }

  private static List<Value> sorted(
      Collection<Value> values, Comparator<Value> order, Meter meter) {
    List<Value> sorted = new ArrayList<>(values);
    sorted.sort(new WatchedOrder<>(order, meter));
    return sorted;
  }

  static Value sample(List<Value> values, int most, long seed) {
    List<Value> left = new ArrayList<>(new LinkedHashSet<>(values));
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < Math.min(most, left.size()); i++) {
      int other = random.nextInt(i, left.size());
      left.set(i, left.set(other, left.get(i)));
    }
    return new Value.Items(left.subList(0, Math.min(most, left.size())));
  }

  static Value one(List<Value> values, long seed) {
    return values.isEmpty()
        ? Value.Nil.NIL
        : values.get(new SplittableRandom(seed).nextInt(values.size()));
  }

  static Value rand(List<Value> values, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Value> drawn = new ArrayList<>();
    for (int i = 0; i < count && !values.isEmpty(); i++) {
      drawn.add(values.get(random.nextInt(values.size())));
    }
    return new Value.Items(drawn);
  }
}
