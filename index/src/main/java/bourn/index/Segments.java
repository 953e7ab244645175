package bourn.index;

import org.jspecify.annotations.Nullable;

/** Where durable segments are loaded from. */
@FunctionalInterface
interface Segments {

  /** Returns the segment numbered {@code id}, decoded. */
  Segment load(long id);

  /** Returns a filter of the values in the segment numbered {@code id}, null if there is none. */
  default @Nullable ValueFilter filter(long id) {
    return null;
  }
}
