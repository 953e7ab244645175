package bourn.formats;

/**
 * How a table is shown.
 *
 * @param width the columns of the terminal, at least 20; {@link #UNLIMITED} where there is none
 * @param mostRows how many rows are shown; the rest is counted
 * @param styled whether the header is bold and the frame dim, by the escapes of ANSI terminals
 */
public record TableOptions(int width, int mostRows, boolean styled) {

  /** As wide as need be. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  public TableOptions {
    if (width < 20 || mostRows < 1) {
      throw new IllegalArgumentException(
          "a table has at least 20 columns of text and 1 row, were " + width + ", " + mostRows);
    }
  }

  /** Returns options for plain text of {@code width} columns and at most 100 rows. */
  public static TableOptions plain(int width) {
    return new TableOptions(width, 100, false);
  }
}
