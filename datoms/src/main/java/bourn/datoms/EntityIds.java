package bourn.datoms;

/**
 * Which numbers name which entities.
 *
 * <pre>
 *  1 .. 2^61 - 1       a user's entities; those not chosen by the user are counted from 16
 *  2^61 .. 2^62 - 1    attributes and the other entities of the schema
 *  2^62 + t            the transaction at offset t
 * </pre>
 */
public final class EntityIds {

  /** The first entity that is given to a user who names none. */
  public static final long FIRST_USER = 16;

  /** The first entity of the schema's range; what stands there from the start begins here. */
  public static final long SCHEMA = 1L << 61;

  /** The first entity given to an attribute. */
  public static final long FIRST_ATTRIBUTE = SCHEMA + 1_024;

  /** The entity of the transaction at offset 0. */
  public static final long TRANSACTION = 1L << 62;

  private EntityIds() {}

  /** Returns the entity of the transaction at offset {@code t}. */
  public static long transaction(long t) {
    return TRANSACTION + t;
  }

  /** Returns the offset of the transaction that {@code entity} stands for. */
  public static long offset(long entity) {
    return entity - TRANSACTION;
  }

  /** Returns whether {@code entity} stands for a transaction. */
  public static boolean isTransaction(long entity) {
    return entity >= TRANSACTION;
  }

  /** Returns whether {@code entity} is in the schema's range. */
  public static boolean isSchema(long entity) {
    return SCHEMA <= entity && entity < TRANSACTION;
  }

  /** Returns whether {@code entity} is in the users' range. */
  public static boolean isUser(long entity) {
    return 0 < entity && entity < SCHEMA;
  }
}
