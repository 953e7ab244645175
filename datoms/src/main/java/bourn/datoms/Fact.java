package bourn.datoms;

import bourn.kernel.Value;

/**
 * A fact that holds.
 *
 * @param entity of which the fact is
 * @param attribute the attribute's entity
 * @param value of the attribute
 * @param since the offset of the transaction that asserted it
 */
public record Fact(long entity, long attribute, Value value, long since) {}
