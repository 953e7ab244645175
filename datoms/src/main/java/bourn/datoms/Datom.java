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
 * @param meta of an assertion, whether the fact was derived and what describes it: see {@link Meta}
 */
public record Datom(long entity, long attribute, Value value, long t, boolean added, long meta) {

  /** Makes a datom that is described by nothing. */
  public Datom(long entity, long attribute, Value value, long t, boolean added) {
    this(entity, attribute, value, t, added, Meta.NONE);
  }

  /** Returns the entity of the transaction. */
  public long transaction() {
    return EntityIds.transaction(t);
  }
}
