package bourn.columns;

import org.jspecify.annotations.Nullable;

/**
 * At most {@link #MOST_ROWS} rows in columns, on their way from one operator to the next. Borrowed:
 * valid during the call it is passed to.
 *
 * @param columns the columns, shared
 * @param count the number of rows selected
 * @param selection the selected rows in ascending order, of which the first {@code count} count;
 *     null when they are the rows {@code 0} to {@code count - 1}
 */
public record Batch(Column[] columns, int count, int @Nullable [] selection) {

  /** The most rows of one batch: its columns stay in the processor's nearest cache. */
  public static final int MOST_ROWS = 2_048;

  /** Returns the row in the columns of the selected row {@code i}. */
  public int row(int i) {
    return selection == null ? i : selection[i];
  }
}
