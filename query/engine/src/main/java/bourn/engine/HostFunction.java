package bourn.engine;

import bourn.kernel.Value;
import java.util.List;

/**
 * A function of the application that embeds Bourn, for its own queries. Is to give equal values for
 * equal arguments: it is called as often as is convenient, also not at all.
 */
@FunctionalInterface
public interface HostFunction {

  /**
   * Computes one row; as an aggregate, of one list of values. Missing arguments are {@code nil},
   * and {@code nil} is what it gives where there is nothing.
   */
  Value apply(List<Value> arguments);
}
