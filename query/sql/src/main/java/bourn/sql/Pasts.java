package bourn.sql;

import bourn.kernel.Bound;
import bourn.kernel.BoundedStream;
import bourn.kernel.CausalContext;
import bourn.kernel.Cursor;
import bourn.kernel.Extent;
import bourn.kernel.Reader;
import bourn.kernel.Step;

/** Finds the bounds of streams at points in their past. */
final class Pasts {

  private Pasts() {}

  /**
   * Returns {@code bounded} as it was at {@code point}.
   *
   * @throws IllegalArgumentException if it begins after that point
   */
  static BoundedStream of(BoundedStream bounded, AsOf point) {
    Bound bound = bounded.bound();
    long until =
        switch (point) {
          case AsOf.Offset(long offset) -> offset >= bound.until() ? bound.until() : offset + 1;
          case AsOf.Time(long micros) -> firstLater(bounded, Math.floorDiv(micros, 1_000));
        };
    if (until < bound.from()) {
      throw new IllegalArgumentException(
          "the events of "
              + bounded.stream().descriptor().name()
              + " begin at offset "
              + bound.from()
              + ", asked for was the offset "
              + (until - 1));
    }
    bounded.observe();
    return bounded.part(new Bound(bound.from(), until), CausalContext.NONE);
  }

  /** Stamps grow along a stream, so the first event later than a time is found by bisection. */
  private static long firstLater(BoundedStream bounded, long millis) {
    long low = bounded.bound().from();
    long high = bounded.bound().until();
    Extent extent = bounded.stream().extent();
    try (Reader reader = bounded.part(bounded.bound(), CausalContext.NONE).read()) {
      while (low < high) {
        long middle = low + (high - low) / 2;
        reader.seek(new Cursor(extent.incarnation(), extent.epoch(), middle));
        Step step = reader.next();
        if (step == Step.GAP) {
          throw new IllegalArgumentException("the event at offset " + middle + " is gone");
        }
        if (step != Step.EVENT || reader.stamp().epochMillis() > millis) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
    }
    return low;
  }
}
