package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.engine.AggregateFunction;
import bourn.kernel.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/**
 * The exact sum of decimals. One of more digits than a decimal has is an error.
 *
 * @param zero whether the sum of nothing is 0, not missing
 * @param average whether the result is the real nearest to the sum through the count
 */
record SumDecimals(boolean zero, boolean average) implements AggregateFunction {

  @Override
  public String name() {
    return average ? "AVG" : "SUM";
  }

  @Override
  public Groups groups(Codes codes) {
    return new Sums(codes);
  }

  private final class Sums implements Reversible {

    private final Codes codes;
    private BigDecimal[] sums = {};
    private long[] counts = new long[16];

    Sums(Codes codes) {
      this.codes = codes;
    }

    @Override
    public void add(int[] group, Column[] arguments, int count) {
      counts = Slots.room(counts, group, count);
      int known = sums.length;
      sums = known == counts.length ? sums : Arrays.copyOf(sums, counts.length);
      Arrays.fill(sums, known, sums.length, BigDecimal.ZERO);
      move(group, arguments[0], count, 1);
    }

    @Override
    public void remove(int[] group, Column[] arguments, int count) {
      move(group, arguments[0], count, -1);
    }

    private void move(int[] group, Column column, int count, int sign) {
      for (int i = 0; i < count; i++) {
        if (column.kind(i) != Kind.NULL) {
          BigDecimal number = Numbers.decimal(column.value(i, codes));
          int slot = group[i];
          sums[slot] = sign > 0 ? sums[slot].add(number) : sums[slot].subtract(number);
          counts[slot] += sign;
        }
      }
    }

    @Override
    public Value result(int group) {
      boolean none = group >= counts.length || counts[group] == 0;
      if (average && !none) {
        BigDecimal count = BigDecimal.valueOf(counts[group]);
        return Value.of(sums[group].divide(count, MathContext.DECIMAL64).doubleValue());
      }
      return none && !zero
          ? Value.Nil.NIL
          : Value.of((Object) Numbers.fitting(none ? BigDecimal.ZERO : sums[group], "a sum"));
    }
  }
}
