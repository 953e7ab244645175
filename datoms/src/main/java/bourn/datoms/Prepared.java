package bourn.datoms;

import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A transaction that breaks no rule, ready to be appended at its offset.
 *
 * @param transaction what it asserts and retracts
 * @param tempids the entity that each tempid became
 * @param checks what has still to hold of the facts after it
 */
public record Prepared(Transaction transaction, Map<Value, Long> tempids, List<Check> checks) {

  public Prepared {
    tempids = Map.copyOf(tempids);
    checks = List.copyOf(checks);
  }

  /**
   * A predicate of an entity spec that is to hold.
   *
   * @param entity of which it is to hold
   * @param predicate its name
   * @param form the part of the transaction that asks for it
   */
  public record Check(long entity, Symbol predicate, Value form) {

    /** Returns what is thrown when it does not hold: {@code found} is what was answered. */
    public TransactionException refusal(String found) {
      return Refusal.notEnsured(form, predicate, found);
    }

    /** Returns what is thrown when no such predicate is registered. */
    public TransactionException unknown(Collection<String> names) {
      return Refusal.unknownPredicate(form, predicate, names);
    }
  }
}
