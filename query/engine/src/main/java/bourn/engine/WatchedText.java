package bourn.engine;

import bourn.kernel.Keyword;

/**
 * A string that a regular expression is matched with: it ends the query when it was looked at more
 * often than a bound, as hostile patterns do, or when its thread is interrupted. For one match, by
 * one thread.
 */
public final class WatchedText implements CharSequence {

  private static final int MOST_LOOKS = 1_000_000;
  private static final int LOOKS_A_CHARACTER = 8;
  private static final int LOOKS_A_CHECK = 1 << 14;

  private final String text;
  private final long most;
  private long looks;

  /** Makes one of a string. */
  public WatchedText(String text) {
    this.text = text;
    this.most = MOST_LOOKS + (long) LOOKS_A_CHARACTER * text.length();
  }

  /** Returns what is said of a pattern that takes too long. */
  public static QueryException tooCostly(Throwable cause) {
    QueryException costly =
        new QueryException(
            Keyword.of("query/pattern-too-costly"),
            "a regular expression looks at a string more often than " + MOST_LOOKS + " times");
    costly.initCause(cause);
    return costly;
  }

  @Override
  public char charAt(int index) {
    if (++looks % LOOKS_A_CHECK == 0) {
      Guard.checkInterrupted();
    }
    if (looks > most) {
      throw tooCostly(new IllegalStateException("index " + index));
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
