package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.engine.AggregateFunction;
import bourn.kernel.Value;

/** The average of numbers, as a real. */
record Average() implements AggregateFunction {

  @Override
  public String name() {
    return "AVG";
  }

  @Override
  public Groups groups(Codes codes) {
    return new Averages(codes);
  }

  /** Whole numbers are summed exactly as long as there are no others. */
  private static final class Averages implements Groups {

    private final Codes codes;
    private final SumWholes.Sums wholes = new SumWholes.Sums(false);
    private final SumReals.Sums reals = new SumReals.Sums(false);
    private boolean onlyWholes = true;

    Averages(Codes codes) {
      this.codes = codes;
    }

    @Override
    public void add(int[] group, Column[] arguments, int count) {
      Column column = arguments[0];
      onlyWholes &= Lanes.are(Kind.INT, column, count);
      if (onlyWholes) {
        wholes.add(group, arguments, count);
      }
      reals.add(group, new Column[] {real(column, count)}, count);
    }

    private Column real(Column column, int count) {
      if (Lanes.are(Kind.REAL, column, count)) {
        return column;
      }
      long[] words = new long[count];
      byte[] kinds = new byte[count];
      for (int i = 0; i < count; i++) {
        if (column.kind(i) != Kind.NULL) {
          words[i] = Value.Real.canonicalBits(Numbers.real(column.value(i, codes)));
          kinds[i] = Kind.REAL.tag();
        }
      }
      return Column.mixed(kinds, words, 0);
    }

    @Override
    public Value result(int group) {
      return onlyWholes ? wholes.average(group) : reals.average(group);
    }
  }
}
