package bourn.datoms;

import bourn.kernel.Value;

/**
 * One fact, asserted or retracted by one transaction.
 *
 * @param entity of which the fact is
 * @param attribute the attribute's entity
 * @param value never {@code nil}; an {@link Value.Int} where the attribute refers to an entity
 * @param t the offset of the transaction
 * @param added whether the fact was asserted, not retracted
 */
public record Datom(long entity, long attribute, Value value, long t, boolean added) {

  /** Returns the entity of the transaction. */
  public long transaction() {
    return EntityIds.transaction(t);
  }
}
