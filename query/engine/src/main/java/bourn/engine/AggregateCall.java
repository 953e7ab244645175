package bourn.engine;

import java.util.List;

/**
 * A function of columns of each group.
 *
 * @param function what to compute
 * @param arguments the columns of the input
 * @param distinct whether each different tuple of arguments counts once
 * @param filter the column that must be true for a row to count, or -1
 */
public record AggregateCall(
    AggregateFunction function, List<Integer> arguments, boolean distinct, int filter) {

  public AggregateCall {
    arguments = List.copyOf(arguments);
  }
}
