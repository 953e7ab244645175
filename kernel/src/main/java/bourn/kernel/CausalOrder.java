package bourn.kernel;

import java.util.Optional;

/**
 * Which events of a kernel can have led to which, by the causes in their stamps. Safe for use by
 * several threads.
 *
 * <p>To relate two events costs reading the stamps of the batches that lie between them in time, in
 * the streams that the later one was caused by, a microsecond or so each; a search is given up
 * after a million.
 */
public interface CausalOrder {

  /** Returns the stamp of {@code event}, if it can be read. */
  Optional<Stamp> stamp(Reference event);

  /**
   * Returns how {@code one} stands to {@code other}.
   *
   * @throws IllegalArgumentException if one of them was never appended
   */
  Causality relate(Reference one, Reference other);

  /** Does as {@link #relate(Reference, Reference)}, also when the two can be read no more. */
  Causality relate(Stamped one, Stamped other);

  /**
   * Returns whether {@code one} is before {@code other}.
   *
   * @throws UnknownCausalityException if that cannot be told
   */
  default boolean before(Reference one, Reference other) {
    return relate(one, other).orThrow() == Causality.Known.BEFORE;
  }

  /**
   * Returns whether neither is before the other.
   *
   * @throws UnknownCausalityException if that cannot be told
   */
  default boolean concurrent(Reference one, Reference other) {
    return relate(one, other).orThrow() == Causality.Known.CONCURRENT;
  }

  /**
   * Returns what {@code cut} was caused by and does not hold. Reads the stamps of everything in it.
   *
   * @throws StorageException if events inside the cut cannot be had any more
   */
  CutCauses causes(Cut cut);
}
