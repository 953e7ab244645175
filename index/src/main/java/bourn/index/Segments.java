package bourn.index;

/** Where durable segments are loaded from. */
@FunctionalInterface
interface Segments {

  /** Returns the segment numbered {@code id}, decoded. */
  Segment load(long id);
}
