package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.engine.AggregateFunction;
import bourn.kernel.Value;

/**
 * One value, whatever the rows.
 *
 * @param value of every group
 */
record Always(Value value) implements AggregateFunction {

  @Override
  public String name() {
    return "ALWAYS";
  }

  @Override
  public Groups groups(Codes codes) {
    return new Groups() {
      @Override
      public void add(int[] group, Column[] arguments, int count) {}

      @Override
      public Value result(int group) {
        return value;
      }
    };
  }
}
