package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.kernel.Value;

/** A function of the rows of a group. */
public interface AggregateFunction {

  /** Returns the name by which plans print this function. */
  String name();

  /** Returns the state of all groups of one query. */
  Groups groups(Codes codes);

  /** What is accumulated, for groups numbered from 0 without holes. */
  interface Groups {

    /**
     * Adds rows 0 to {@code count - 1} to their groups.
     *
     * @param group the group of each row
     * @param arguments dense columns of at least {@code count} rows
     */
    void add(int[] group, Column[] arguments, int count);

    /** Returns the number of values kept for all groups, where that grows with the rows. */
    default long held() {
      return 0;
    }

    /** Returns the bytes held for all groups, about. */
    default long bytes() {
      return 32 * held();
    }

    /** Returns the aggregate of {@code group}, also of one to which no row was added. */
    Value result(int group);
  }

  /** Groups from which rows can be taken away again, with the results as if they never came. */
  interface Reversible extends Groups {

    /** Takes away rows that were added, as {@link #add} adds them. */
    void remove(int[] group, Column[] arguments, int count);
  }
}
