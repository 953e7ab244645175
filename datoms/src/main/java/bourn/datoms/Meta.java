package bourn.datoms;

/**
 * What is known of a fact beside the fact: whether it was derived from others rather than asserted,
 * and the entity that describes it, as its provenance. Both in one number, 0 for neither.
 */
public final class Meta {

  /** Asserted, and described by nothing. */
  public static final long NONE = 0;

  private Meta() {}

  /** Returns the number; {@code entity} is 0 when none describes the fact. */
  public static long of(long entity, boolean derived) {
    return entity << 1 | (derived ? 1 : 0);
  }

  /** Returns the entity that describes the fact, 0 when none does. */
  public static long entity(long meta) {
    return meta >>> 1;
  }

  /** Returns whether the fact was derived. */
  public static boolean derived(long meta) {
    return (meta & 1) != 0;
  }
}
