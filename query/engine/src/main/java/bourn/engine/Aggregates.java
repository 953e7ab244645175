package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Meter;
import bourn.kernel.Value;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The aggregate functions that queries may call. All pass over missing values; of no values, counts
 * are 0, {@code distinct} is an empty set, lists are empty, and everything else is {@code nil}.
 *
 * <ul>
 *   <li>{@code count} of no argument counts rows; {@code count-distinct} counts different values.
 *   <li>{@code sum} is exact for integers, whatever its size, and for decimals; with a real in it a
 *       real. {@code avg}, {@code variance}, {@code stddev} (of the population) and {@code
 *       variance-sample}, {@code stddev-sample} are reals.
 *   <li>{@code min}, {@code max} and {@code median} follow the order of {@link Value}; the median
 *       of an even number of values is the mean of the two in the middle, which are numbers then.
 *   <li>{@code distinct} is the set of the values, {@code list} the list of them as they came.
 * </ul>
 */
public final class Aggregates {

  private static final Map<String, AggregateFunction> ALL = new HashMap<>();

  /** What makes the state of a function. */
  private interface Maker {
    AggregateFunction.Groups groups(Codes codes);
  }

  private record Named(String name, Maker maker) implements AggregateFunction {
    @Override
    public Groups groups(Codes codes) {
      return maker.groups(codes);
    }
  }

  static {
    add("count", codes -> new CountGroups());
    add("count-distinct", codes -> new DistinctGroups(codes, true));
    add("distinct", codes -> new DistinctGroups(codes, false));
    add("sum", codes -> new SumGroups(codes, false));
    add("avg", codes -> new SumGroups(codes, true));
    add("min", codes -> new ExtremeGroups(codes, false));
    add("max", codes -> new ExtremeGroups(codes, true));
    add("variance", codes -> new SpreadGroups(codes, false, false));
    add("stddev", codes -> new SpreadGroups(codes, false, true));
    add("variance-sample", codes -> new SpreadGroups(codes, true, false));
    add("stddev-sample", codes -> new SpreadGroups(codes, true, true));
    add("median", codes -> new ListGroups(codes, Lists::median));
    add("list", codes -> new ListGroups(codes, (values, meter) -> new Value.Items(values)));
  }

  private Aggregates() {}

  /** Returns the aggregate function of that name, or null when there is none. */
  public static @Nullable AggregateFunction lookup(String name) {
    return ALL.get(name);
  }

  /** Returns all names that {@link #lookup} knows, for "did you mean". */
  public static Set<String> names() {
    return Collections.unmodifiableSet(ALL.keySet());
  }

  /** Returns the list of the {@code most} least different values, ascending. */
  public static AggregateFunction least(int most) {
    return new Named(
        "min " + most,
        codes -> new ListGroups(codes, (values, meter) -> Lists.least(values, most, meter)));
  }

  /** Returns the list of the {@code most} greatest different values, descending. */
  public static AggregateFunction greatest(int most) {
    return new Named(
        "max " + most,
        codes -> new ListGroups(codes, (values, meter) -> Lists.greatest(values, most, meter)));
  }

  /** Returns {@code most} of the values, each at most once, drawn by {@code seed}. */
  public static AggregateFunction sample(int most, long seed) {
    return new Named(
        "sample " + most,
        codes -> new ListGroups(codes, (values, meter) -> Lists.sample(values, most, seed)));
  }

  /**
   * Returns {@code count} of the values, any of them perhaps several times, drawn by {@code seed}.
   */
  public static AggregateFunction rand(int count, long seed) {
    return new Named(
        "rand " + count,
        codes -> new ListGroups(codes, (values, meter) -> Lists.rand(values, count, seed)));
  }

  /**
   * Returns what {@code function} makes of {@code parameters} and, after them, the list of values.
   */
  static AggregateFunction of(Function function, List<Value> parameters) {
    return new Named(
        function.name(),
        codes ->
            new ListGroups(
                codes,
                (values, meter) -> {
                  Value[] arguments = parameters.toArray(new Value[parameters.size() + 1]);
                  arguments[parameters.size()] = new Value.Items(values);
                  return function.apply(arguments);
                }));
  }

  /** Returns one of the values, drawn by {@code seed}; {@code nil} of none. */
  public static AggregateFunction one(long seed) {
    return new Named(
        "rand", codes -> new ListGroups(codes, (values, meter) -> Lists.one(values, seed)));
  }

  private static void add(String name, Maker maker) {
    ALL.put(name, new Named(name, maker));
  }

  /** Computes the aggregate of a list of values; a meter watches what takes long. */
  interface OfList {
    Value of(List<Value> values, Meter meter);
  }
}
