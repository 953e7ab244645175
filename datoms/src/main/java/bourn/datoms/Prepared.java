package bourn.datoms;

import bourn.kernel.Value;
import java.util.Map;

/**
 * A transaction that breaks no rule, ready to be appended at its offset.
 *
 * @param transaction what it asserts and retracts
 * @param tempids the entity that each tempid became
 */
public record Prepared(Transaction transaction, Map<Value, Long> tempids) {

  public Prepared {
    tempids = Map.copyOf(tempids);
  }
}
