package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.engine.AggregateFunction;
import bourn.kernel.Value;
import java.math.BigInteger;

/**
 * The sum of whole numbers. It may leave 64 bits on the way; a result that does is an error.
 *
 * @param zero whether the sum of nothing is 0, not missing
 */
record SumWholes(boolean zero) implements AggregateFunction {

  @Override
  public String name() {
    return "SUM";
  }

  @Override
  public Groups groups(Codes codes) {
    return new Sums(zero);
  }

  /** Sums of 128 bits in two words. */
  static final class Sums implements Reversible {

    private final boolean zero;
    private long[] low = new long[16];
    private long[] high = new long[16];
    private long[] counts = new long[16];

    Sums(boolean zero) {
      this.zero = zero;
    }

    @Override
    public void add(int[] group, Column[] arguments, int count) {
      low = Slots.room(low, group, count);
      high = Slots.room(high, group, count);
      counts = Slots.room(counts, group, count);
      Column column = arguments[0];
      if (column.uniform() && column.kind() == Kind.INT) {
        addAll(group, column.words(), column.start(), count);
        return;
      }
      for (int i = 0; i < count; i++) {
        if (column.kind(i) != Kind.NULL) {
          add(group[i], column.word(i));
        }
      }
    }

    private void addAll(int[] group, long[] words, int start, int count) {
      for (int i = 0; i < count; i++) {
        add(group[i], words[start + i]);
      }
    }

    @Override
    public void remove(int[] group, Column[] arguments, int count) {
      Column column = arguments[0];
      for (int i = 0; i < count; i++) {
        if (column.kind(i) != Kind.NULL) {
          remove(group[i], column.word(i));
        }
      }
    }

    private void remove(int group, long word) {
      long sum = low[group] - word;
      high[group] -= (word >> 63) + (Long.compareUnsigned(low[group], word) < 0 ? 1 : 0);
      low[group] = sum;
      counts[group]--;
    }

    private void add(int group, long word) {
      long sum = low[group] + word;
      high[group] += (word >> 63) + (Long.compareUnsigned(sum, word) < 0 ? 1 : 0);
      low[group] = sum;
      counts[group]++;
    }

    @Override
    public Value result(int group) {
      if (group >= counts.length || counts[group] == 0) {
        return zero ? Value.of(0) : Value.Nil.NIL;
      }
      if (high[group] != low[group] >> 63) {
        throw Numbers.overflow("a sum of " + counts[group] + " numbers in 64 bits");
      }
      return Value.of(low[group]);
    }

    Value average(int group) {
      return group >= counts.length || counts[group] == 0
          ? Value.Nil.NIL
          : Value.of(real(group) / counts[group]);
    }

    private double real(int group) {
      return high[group] == low[group] >> 63
          ? low[group]
          : BigInteger.valueOf(high[group])
              .shiftLeft(Long.SIZE)
              .add(new BigInteger(Long.toUnsignedString(low[group])))
              .doubleValue();
    }
  }
}
