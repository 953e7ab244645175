package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.kernel.Value;
import java.util.HashMap;
import java.util.Map;

/** Counts the rows of which all arguments are there. */
final class CountRows implements AggregateFunction {

  @Override
  public String name() {
    return "count-rows";
  }

  @Override
  public Groups groups(Codes codes) {
    Map<Integer, Long> counts = new HashMap<>();
    return new Groups() {
      @Override
      public void add(int[] group, Column[] arguments, int count) {
        for (int i = 0; i < count; i++) {
          boolean there = true;
          for (Column argument : arguments) {
            there &= argument.kind(i) != Kind.NULL;
          }
          counts.merge(group[i], there ? 1L : 0L, Long::sum);
        }
      }

      @Override
      public Value result(int group) {
        return Value.of(counts.getOrDefault(group, 0L));
      }
    };
  }
}
