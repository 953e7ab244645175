package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.engine.AggregateFunction;
import bourn.kernel.Value;

/**
 * Counts the rows in which no argument is missing.
 *
 * @param onlyTrue whether the argument must be true, too
 */
record Count(boolean onlyTrue) implements AggregateFunction {

  @Override
  public String name() {
    return onlyTrue ? "COUNTIF" : "COUNT";
  }

  @Override
  public Groups groups(Codes codes) {
    return new Counts();
  }

  private final class Counts implements Reversible {

    private long[] counts = new long[16];

    @Override
    public void add(int[] group, Column[] arguments, int count) {
      counts = Slots.room(counts, group, count);
      if (arguments.length == 0) {
        countAll(group, count);
        return;
      }
      for (int i = 0; i < count; i++) {
        if (present(arguments, i)) {
          counts[group[i]]++;
        }
      }
    }

    private void countAll(int[] group, int count) {
      if (Slots.one(group, count)) {
        counts[0] += count;
        return;
      }
      for (int i = 0; i < count; i++) {
        counts[group[i]]++;
      }
    }

    @Override
    public void remove(int[] group, Column[] arguments, int count) {
      for (int i = 0; i < count; i++) {
        if (present(arguments, i)) {
          counts[group[i]]--;
        }
      }
    }

    private boolean present(Column[] arguments, int row) {
      for (Column argument : arguments) {
        if (argument.kind(row) == Kind.NULL || (onlyTrue && argument.word(row) != 1)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public Value result(int group) {
      return Value.of(group < counts.length ? counts[group] : 0);
    }
  }
}
