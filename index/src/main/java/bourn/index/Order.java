package bourn.index;

/** What an index is sorted by; ties by the transaction that asserted the fact. */
enum Order {
  /** Entity, attribute, value. */
  EAVT,
  /** Attribute, entity, value. */
  AEVT,
  /** Attribute, value, entity. */
  AVET
}
