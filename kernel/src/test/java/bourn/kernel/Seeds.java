package bourn.kernel;

import java.util.stream.LongStream;

/**
 * The seeds of random tests: as many as {@code -Dbourn.seeds=1000} says, or else a few, so that a
 * build is soon over.
 */
public final class Seeds {

  private Seeds() {}

  static LongStream four() {
    return usually(4);
  }

  static LongStream six() {
    return usually(6);
  }

  static LongStream eight() {
    return usually(8);
  }

  /** Returns {@code count} seeds, unless asked for others. */
  public static LongStream usually(long count) {
    return LongStream.range(0, Long.getLong("bourn.seeds", count));
  }
}
