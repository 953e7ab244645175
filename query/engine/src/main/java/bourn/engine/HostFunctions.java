package bourn.engine;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The functions that queries may call beside the library's: a closed registry of the application
 * that embeds Bourn. Immutable.
 *
 * <p>What a function throws ends the query with {@code :query/function-failed}.
 */
public final class HostFunctions {

  /** No functions. */
  public static final HostFunctions NONE = new HostFunctions(Map.of());

  private final Map<String, HostFunction> functions;

  private HostFunctions(Map<String, HostFunction> functions) {
    this.functions = functions;
  }

  /**
   * Returns this registry with one function more, or another one of that name.
   *
   * @param name what queries call it, as {@code my.app/distance}
   * @throws IllegalArgumentException if a function or aggregate of the library has that name
   */
  public HostFunctions with(String name, HostFunction function) {
    if (Functions.lookup(name) != null || Aggregates.names().contains(name)) {
      throw new IllegalArgumentException(
          "the library has a function " + name + "; a namespace keeps yours apart: my.app/" + name);
    }
    Map<String, HostFunction> more = new HashMap<>(functions);
    more.put(name, function);
    return new HostFunctions(Map.copyOf(more));
  }

  /** Returns the function of that name, or null when there is none. */
  public @Nullable Function lookup(String name) {
    HostFunction function = functions.get(name);
    return function == null ? null : new Called(name, function);
  }

  /**
   * Returns the function of that name as an aggregate, or null when there is none: it is called
   * with {@code parameters}, and after them the list of the values of a group.
   */
  public @Nullable AggregateFunction aggregate(String name, List<Value> parameters) {
    Function function = lookup(name);
    return function == null ? null : Aggregates.of(function, parameters);
  }

  /** Returns all names, for "did you mean". */
  public Set<String> names() {
    return functions.keySet();
  }

  private record Called(String name, HostFunction function) implements Function {

    @Override
    public Value apply(Value[] arguments) {
      try {
        return function.apply(Arrays.asList(arguments.clone()));
      } catch (QueryException e) {
        throw e;
      } catch (RuntimeException e) {
        QueryException failed =
            new QueryException(Keyword.of("query/function-failed"), name + " failed: " + e);
        failed.initCause(e);
        throw failed;
      }
    }
  }
}
