package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Column;

/** A function of each row and of those around it. */
public interface WindowFunction {

  /** Returns the name by which plans print this function. */
  String name();

  /**
   * Computes all rows.
   *
   * @param frames the rows in order, and which of them count for which
   * @param arguments dense columns of {@code frames.count()} rows
   * @return a column of as many rows
   */
  Column apply(Frames frames, Column[] arguments, Codes codes);
}
