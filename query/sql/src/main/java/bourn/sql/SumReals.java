package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.engine.AggregateFunction;
import bourn.kernel.Value;
import java.util.Arrays;

/**
 * The sum of floating point numbers.
 *
 * @param zero whether the sum of nothing is 0, not missing
 */
record SumReals(boolean zero) implements AggregateFunction {

  @Override
  public String name() {
    return "SUM";
  }

  @Override
  public Groups groups(Codes codes) {
    return new Sums(zero);
  }

  static final class Sums implements Groups {

    private final boolean zero;
    private double[] sums = new double[16];
    private long[] counts = new long[16];

    Sums(boolean zero) {
      this.zero = zero;
    }

    @Override
    public void add(int[] group, Column[] arguments, int count) {
      counts = Slots.room(counts, group, count);
      sums = sums.length == counts.length ? sums : Arrays.copyOf(sums, counts.length);
      Column column = arguments[0];
      if (!column.uniform()) {
        addPresent(group, column, count);
      } else if (column.kind() == Kind.REAL) {
        addAll(group, column, count);
      }
    }

    private void addPresent(int[] group, Column column, int count) {
      for (int i = 0; i < count; i++) {
        if (column.kind(i) != Kind.NULL) {
          sums[group[i]] += Double.longBitsToDouble(column.word(i));
          counts[group[i]]++;
        }
      }
    }

    private void addAll(int[] group, Column column, int count) {
      long[] words = column.words();
      int start = column.start();
      if (Slots.one(group, count)) {
        double sum = sums[0];
        for (int i = start; i < start + count; i++) {
          sum += Double.longBitsToDouble(words[i]);
        }
        sums[0] = sum;
        counts[0] += count;
        return;
      }
      for (int i = 0; i < count; i++) {
        sums[group[i]] += Double.longBitsToDouble(words[start + i]);
        counts[group[i]]++;
      }
    }

    @Override
    public Value result(int group) {
      return group >= counts.length || counts[group] == 0
          ? zero ? Value.of(0.0) : Value.Nil.NIL
          : Value.of(sums[group]);
    }

    Value average(int group) {
      return group >= counts.length || counts[group] == 0
          ? Value.Nil.NIL
          : Value.of(sums[group] / counts[group]);
    }
  }
}
