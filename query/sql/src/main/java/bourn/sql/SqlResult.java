package bourn.sql;

import bourn.engine.Result;
import bourn.kernel.Value;
import java.util.AbstractList;
import java.util.List;

/**
 * The answer to a statement. Immutable.
 *
 * @param columns what the columns are called and hold
 * @param result the rows in columns
 */
public record SqlResult(List<SqlColumn> columns, Result result) {

  public SqlResult {
    columns = List.copyOf(columns);
  }

  /** Returns the rows, each made when it is asked for; a missing value is {@code nil}. */
  public List<List<Value>> rows() {
    return new AbstractList<>() {
      @Override
      public List<Value> get(int row) {
        return result.row(row);
      }

      @Override
      public int size() {
        return result.rows();
      }
    };
  }
}
