package bourn.index;

import bourn.kernel.Value;
import java.util.List;

/** Makes forms of a transaction from the facts before it. */
@FunctionalInterface
public interface TransactionFunction {

  /**
   * Returns the forms that take the place of the call, which may themselves call functions. Called
   * with nothing else being transacted to the stream, perhaps more than once for one transaction.
   * What it throws refuses the transaction.
   */
  List<Value> apply(Database before, List<Value> arguments);
}
