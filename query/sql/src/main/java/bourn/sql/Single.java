package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.engine.AggregateFunction;
import bourn.kernel.Value;
import java.util.HashMap;
import java.util.Map;

/**
 * The value of the only row, or of any.
 *
 * @param only whether a second row is an error
 */
record Single(boolean only) implements AggregateFunction {

  @Override
  public String name() {
    return only ? "SINGLE_VALUE" : "ANY_VALUE";
  }

  @Override
  public Groups groups(Codes codes) {
    Map<Integer, Value> values = new HashMap<>();
    return new Groups() {
      @Override
      public void add(int[] group, Column[] arguments, int count) {
        for (int i = 0; i < count; i++) {
          Value before = values.putIfAbsent(group[i], arguments[0].value(i, codes));
          if (before != null && only) {
            throw SqlErrors.wrong(
                "not-scalar", "a sub-query used as a value gives more than 1 row");
          }
        }
      }

      @Override
      public Value result(int group) {
        return values.getOrDefault(group, Value.Nil.NIL);
      }
    };
  }
}
