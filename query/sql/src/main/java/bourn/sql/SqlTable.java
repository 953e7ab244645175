package bourn.sql;

import bourn.columns.Table;
import java.util.List;

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
}
