package bourn.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in one stream: the next event to read. A value that costs the stream nothing; store it
 * anywhere.
 *
 * @param incarnation of the stream; a cursor of a dead incarnation never reads a new one
 * @param epoch in which the cursor was made; a cursor beyond what survived an epoch gets GAP
 * @param offset of the next event to read
 */
public record Cursor(long incarnation, int epoch, long offset) {

  private static final Pattern TOKEN = Pattern.compile("(\\d{1,19})-(\\d{1,10})-(\\d{1,19})");

  public Cursor {
    if (incarnation < 1 || epoch < 0 || offset < 0) {
      throw new IllegalArgumentException(
          "a cursor needs a positive incarnation, and epoch and offset not negative, was "
              + incarnation
              + ", "
              + epoch
              + ", "
              + offset);
    }
  }

  /** Returns this cursor as text; the tokens of one stream sort as their positions do. */
  public String token() {
    return String.format("%010d-%010d-%016d", incarnation, epoch, offset);
  }

  /**
   * Returns the cursor of which {@code token} is the text.
   *
   * @throws IllegalArgumentException if {@code token} is not one
   */
  public static Cursor of(String token) {
    Matcher matcher = TOKEN.matcher(token);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a cursor's token is expected, was \"" + token + "\"");
    }
    try {
      return new Cursor(
          Long.parseLong(matcher.group(1)),
          Integer.parseInt(matcher.group(2)),
          Long.parseLong(matcher.group(3)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a cursor's token is expected, was \"" + token + "\"", e);
    }
  }
}
