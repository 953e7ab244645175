package bourn.sql;

/**
 * One column of a table.
 *
 * @param name matched whatever its case
 * @param type of its values
 * @param nullable whether rows may have no value
 */
public record SqlColumn(String name, SqlType type, boolean nullable) {

  /** Returns a column that every row has a value in. */
  public static SqlColumn of(String name, SqlType type) {
    return new SqlColumn(name, type, false);
  }

  /** Returns this column, in which rows may have no value. */
  public SqlColumn orNull() {
    return new SqlColumn(name, type, true);
  }
}
