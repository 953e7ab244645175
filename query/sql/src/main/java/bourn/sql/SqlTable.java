package bourn.sql;

import bourn.columns.Table;
import bourn.kernel.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table as SQL sees it. Immutable; safe for use by several threads. */
public interface SqlTable {

  /** Returns the columns, in the order of those of {@link #rows}. */
  List<SqlColumn> columns();

  /** Returns the columns, by index, of which no two rows have the same value. */
  default List<Integer> keys() {
    return List.of();
  }

  /** Returns what scans the rows. */
  Table rows();

  /**
   * Returns this table as it was at {@code point}, for {@code FOR SYSTEM_TIME AS OF}.
   *
   * @throws IllegalArgumentException if the table reaches back no further, or not at all
   */
  default SqlTable asOf(AsOf point) {
    throw new IllegalArgumentException("this table has no past");
  }

  /** Returns the columns of which an INSERT that names none gives values. */
  default List<SqlColumn> targets() {
    return columns();
  }

  /** Returns the column called {@code name} as an INSERT names it, or null if there is none. */
  default @Nullable SqlColumn target(String name) {
    for (SqlColumn column : columns()) {
      if (column.name().equalsIgnoreCase(name)) {
        return column;
      }
    }
    return null;
  }

  /**
   * Appends rows, all or none.
   *
   * @param columns of which each row has the values; the others are missing
   * @throws IllegalArgumentException if the table cannot be written, or does not take such rows
   */
  default void append(List<String> columns, List<List<Value>> rows) {
    throw new IllegalArgumentException("this table cannot be written by INSERT");
  }
}
