package bourn.index;

/** The orders in which datoms can be gone through; ties by transaction. */
public enum DatomOrder {
  /** Entity, attribute, value. */
  EAVT,
  /** Attribute, entity, value. */
  AEVT,
  /** Attribute, value, entity. */
  AVET,
  /** Value, attribute, entity: of attributes that refer to entities. */
  VAET
}
