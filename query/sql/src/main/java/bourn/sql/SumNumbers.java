package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.engine.AggregateFunction;
import bourn.kernel.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The exact sum of decimals, and of numbers of any types; a real among them makes it a real.
 *
 * @param zero whether the sum of nothing is 0, not missing
 */
record SumNumbers(boolean zero) implements AggregateFunction {

  @Override
  public String name() {
    return "SUM";
  }

  @Override
  public Groups groups(Codes codes) {
    return new Sums(zero, codes);
  }

  private static final class Sums implements Groups {

    private final boolean zero;
    private final Codes codes;
    private final List<@Nullable Value> sums = new ArrayList<>();

    Sums(boolean zero, Codes codes) {
      this.zero = zero;
      this.codes = codes;
    }

    @Override
    public void add(int[] group, Column[] arguments, int count) {
      for (int needed = Slots.needed(group, count); sums.size() < needed; ) {
        sums.add(null);
      }
      Column column = arguments[0];
      for (int i = 0; i < count; i++) {
        if (column.kind(i) != Kind.NULL) {
          sums.set(group[i], plus(sums.get(group[i]), column.value(i, codes)));
        }
      }
    }

    private static Value plus(@Nullable Value sum, Value value) {
      if (sum == null) {
        Numbers.real(value);
        return value;
      }
      if (sum instanceof Value.Real || value instanceof Value.Real) {
        return Value.of(Numbers.real(sum) + Numbers.real(value));
      }
      BigDecimal exact = Numbers.decimal(sum).add(Numbers.decimal(value));
      return sum instanceof Value.Decimal || value instanceof Value.Decimal
          ? Value.of((Object) exact)
          : Value.of(exact.toBigIntegerExact());
    }

    @Override
    public Value result(int group) {
      Value sum = group < sums.size() ? sums.get(group) : null;
      return sum == null ? zero ? Value.of(0) : Value.Nil.NIL : sum;
    }
  }
}
