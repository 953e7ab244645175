package bourn.datalog;

import bourn.engine.AggregateFunction;
import bourn.engine.Aggregates;
import bourn.engine.HostFunctions;
import bourn.engine.Nearest;
import bourn.kernel.Value;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The aggregates that a query may find: the engine's, some of them with a number before, and the
 * host's.
 */
final class FindAggregates {

  /** Their names. */
  static final Set<String> NAMES = names();

  /** Those that draw by chance, every time anew. */
  private static final Set<String> DRAWN = Set.of("rand", "sample");

  private static final int MOST = 1_000_000;

  private FindAggregates() {}

  private static Set<String> names() {
    Set<String> names = new TreeSet<>(Aggregates.names());
    names.addAll(List.of("min", "max", "rand", "sample"));
    return names;
  }

  /** Returns the function that {@code aggregate} names, of the engine or else of the host. */
  static AggregateFunction of(FindElement.Aggregate aggregate, Scope scope) {
    String name = aggregate.function();
    if (!NAMES.contains(name)) {
      return own(aggregate, scope.functions());
    }
    if (DRAWN.contains(name)) {
      scope.planning().notes().unkept();
    }
    AggregateFunction function =
        aggregate.parameters().isEmpty() ? plain(name) : counted(name, number(aggregate));
    if (function == null) {
      throw aggregate
          .place()
          .wrong("wrong-arity", "the aggregate " + name + " cannot be called as " + aggregate);
    }
    return function;
  }

  private static AggregateFunction own(FindElement.Aggregate aggregate, HostFunctions host) {
    String name = aggregate.function();
    AggregateFunction own = host.aggregate(name, aggregate.parameters());
    if (own == null) {
      Set<String> known = new TreeSet<>(NAMES);
      known.addAll(host.names());
      throw aggregate
          .place()
          .wrong(
              "unknown-aggregate",
              "there is no aggregate " + name,
              name.startsWith("?")
                  ? "a function of a list is given for " + name + " in :in"
                  : Nearest.hint(name, known));
    }
    return own;
  }

  private static @Nullable AggregateFunction plain(String name) {
    return name.equals("rand")
        ? Aggregates.one(ThreadLocalRandom.current().nextLong())
        : Aggregates.lookup(name);
  }

  private static @Nullable AggregateFunction counted(String name, int most) {
    return switch (name) {
      case "min" -> Aggregates.least(most);
      case "max" -> Aggregates.greatest(most);
      case "sample" -> Aggregates.sample(most, ThreadLocalRandom.current().nextLong());
      case "rand" -> Aggregates.rand(most, ThreadLocalRandom.current().nextLong());
      default -> null;
    };
  }

  private static int number(FindElement.Aggregate aggregate) {
    List<Value> parameters = aggregate.parameters();
    if (parameters.size() == 1
        && parameters.getFirst() instanceof Value.Int(long number)
        && 0 <= number
        && number <= MOST) {
      return (int) number;
    }
    throw aggregate
        .place()
        .wrong(
            "wrong-arity",
            "an aggregate takes one variable, and "
                + aggregate.function()
                + " at most a number up to "
                + MOST
                + " before it, found "
                + aggregate);
  }
}
