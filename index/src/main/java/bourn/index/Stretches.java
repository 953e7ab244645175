package bourn.index;

/** Takes facts in the order of an index, as many at a time as lie together. */
@FunctionalInterface
interface Stretches {

  /** Takes the rows {@code [from, until)} of {@code segment}. Returns whether more is wanted. */
  boolean accept(Segment segment, int from, int until);
}
