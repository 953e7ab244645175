package bourn.kernel;

/**
 * A half-open range of offsets, {@code [from, until)}. A stream restricted to a bound is a value:
 * it never grows, so every fold, query and replay over it returns the same answer, always.
 *
 * @param from the first offset inside the bound, not negative
 * @param until the first offset after the bound; equal to {@code from} when the bound is empty
 */
public record Bound(long from, long until) {

  public Bound {
    if (from < 0 || from > until) {
      throw new IllegalArgumentException(
          "bound must satisfy 0 <= from <= until, was from=" + from + ", until=" + until);
    }
  }

  /** Returns the number of offsets inside this bound. */
  public long count() {
    return until - from;
  }

  /** Returns whether {@code offset} lies inside this bound. */
  public boolean contains(long offset) {
    return from <= offset && offset < until;
  }

  @Override
  public String toString() {
    return "[" + from + ", " + until + ")";
  }
}
