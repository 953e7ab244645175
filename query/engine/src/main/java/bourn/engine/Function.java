package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.kernel.Value;

/**
 * A function that a query may call: pure, total but for errors it throws as {@link QueryException},
 * and bounded in time and memory by its arguments.
 */
public interface Function {

  /** Returns the name by which plans print this function. */
  String name();

  /** Computes one row. Missing arguments are {@code nil}; the array is borrowed. */
  Value apply(Value[] arguments);

  /**
   * Computes rows 0 to {@code count - 1}. Functions on the common path override this with loops
   * over words.
   *
   * @param arguments dense columns of at least {@code count} rows
   * @return a column of {@code count} rows
   */
  default Column apply(Column[] arguments, int count, Codes codes) {
    return RowByRow.apply(this, arguments, count, codes);
  }
}
