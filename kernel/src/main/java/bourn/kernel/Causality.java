package bourn.kernel;

import java.util.List;

/**
 * How one event stands to another.
 *
 * <p>An event is <em>before</em> another if it lies before it in the same stream, if it is a cause
 * of it or lies before one in its stream, or if it is before an event that is before the other.
 * What a fork shares lies before what it has of its own.
 */
public sealed interface Causality {

  /** What could be told. */
  enum Known implements Causality {
    /** They are one event. */
    SAME,
    /** The one is before the other: it may have led to it. */
    BEFORE,
    /** The other is before the one. */
    AFTER,
    /** Neither is before the other: neither can have led to the other. */
    CONCURRENT
  }

  /**
   * It cannot be told, as events that would say so are gone: retention, deletion or damage took
   * them.
   *
   * @param missing the last such event of each stream, by incarnation
   */
  record Unknown(List<Reference> missing) implements Causality {
    public Unknown {
      missing = List.copyOf(missing);
    }
  }

  /**
   * It was not told, as too much lies between the two.
   *
   * @param batches how many batches were looked at before the search was given up
   */
  record TooFar(long batches) implements Causality {}

  /**
   * Returns what is known.
   *
   * @throws UnknownCausalityException if nothing is
   */
  default Known orThrow() {
    if (this instanceof Known known) {
      return known;
    }
    throw new UnknownCausalityException(this);
  }
}
