package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a finished query, in columns. Immutable; values are made when they are asked for.
 *
 * @param columns one a column of the plan, dense
 * @param rows the number of rows
 * @param codes what the codes in the columns stand for
 */
public record Result(List<Column> columns, int rows, Codes codes) {

  public Result {
    columns = List.copyOf(columns);
  }

  /** Returns the value in column {@code column} of row {@code row}. */
  public Value value(int row, int column) {
    return columns.get(column).value(row, codes);
  }

  /** Returns row {@code row} as a list of values, newly made. */
  public List<Value> row(int row) {
    List<Value> values = new ArrayList<>(columns.size());
    for (Column column : columns) {
      values.add(column.value(row, codes));
    }
    return values;
  }
}
