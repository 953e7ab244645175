package bourn.datoms;

import bourn.kernel.Value;

/**
 * A fact that holds.
 *
 * @param entity of which the fact is
 * @param attribute the attribute's entity
 * @param value of the attribute
 * @param since the offset of the transaction that asserted it
 * @param meta whether it was derived and what describes it: see {@link Meta}
 */
public record Fact(long entity, long attribute, Value value, long since, long meta) {

  /** Makes a fact that is described by nothing. */
  public Fact(long entity, long attribute, Value value, long since) {
    this(entity, attribute, value, since, Meta.NONE);
  }
}
