package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.engine.AggregateFunction;
import bourn.kernel.Value;
import java.util.Arrays;

/** Statistics of one number a row, or of two, computed in one pass without cancellation. */
enum Moments implements AggregateFunction {
  VAR_POP,
  VAR_SAMP,
  STDDEV_POP,
  STDDEV_SAMP,
  COVAR_POP,
  COVAR_SAMP,
  CORR,
  REGR_COUNT,
  REGR_AVGX,
  REGR_AVGY,
  REGR_SXX,
  REGR_SYY,
  REGR_SXY,
  REGR_SLOPE,
  REGR_INTERCEPT,
  REGR_R2;

  @Override
  public Groups groups(Codes codes) {
    return new Sums(codes);
  }

  private final class Sums implements Groups {

    /** How many numbers a group has: count, means of y and x, and their squares and product. */
    private static final int SIZE = 6;

    private final Codes codes;
    private double[] sums = new double[16 * SIZE];

    Sums(Codes codes) {
      this.codes = codes;
    }

    @Override
    public void add(int[] group, Column[] arguments, int count) {
      int needed = Slots.needed(group, count) * SIZE;
      if (needed > sums.length) {
        sums = Arrays.copyOf(sums, Math.max(needed, 2 * sums.length));
      }
      Column ys = arguments[0];
      Column xs = arguments[arguments.length - 1];
      for (int i = 0; i < count; i++) {
        if (ys.kind(i) != Kind.NULL && xs.kind(i) != Kind.NULL) {
          add(group[i] * SIZE, real(ys, i), real(xs, i));
        }
      }
    }

    private double real(Column column, int row) {
      return switch (column.kind(row)) {
        case REAL -> Double.longBitsToDouble(column.word(row));
        case INT -> column.word(row);
        default -> Numbers.real(column.value(row, codes));
      };
    }

    private void add(int at, double y, double x) {
      double count = ++sums[at];
      double dy = y - sums[at + 1];
      double dx = x - sums[at + 2];
      sums[at + 1] += dy / count;
      sums[at + 2] += dx / count;
      double afterX = x - sums[at + 2];
      sums[at + 3] += dy * (y - sums[at + 1]);
      sums[at + 4] += dx * afterX;
      sums[at + 5] += dy * afterX;
    }

    @Override
    public Value result(int group) {
      int at = group * SIZE;
      double count = at < sums.length ? sums[at] : 0;
      if (Moments.this == REGR_COUNT) {
        return Value.of((long) count);
      }
      double result = count == 0 ? Double.NaN : result(at, count);
      return Double.isNaN(result) ? Value.Nil.NIL : Value.of(result);
    }

    /** Returns NaN for what there is no answer to. */
    private double result(int at, double count) {
      double syy = sums[at + 3];
      double sxx = sums[at + 4];
      double sxy = sums[at + 5];
      return switch (Moments.this) {
        case VAR_POP -> syy / count;
        case VAR_SAMP -> sample(syy, count);
        case STDDEV_POP -> Math.sqrt(syy / count);
        case STDDEV_SAMP -> Math.sqrt(sample(syy, count));
        case COVAR_POP -> sxy / count;
        case COVAR_SAMP -> sample(sxy, count);
        case CORR -> sxy / Math.sqrt(sxx * syy);
        case REGR_COUNT -> count;
        case REGR_AVGX -> sums[at + 2];
        case REGR_AVGY -> sums[at + 1];
        case REGR_SXX -> sxx;
        case REGR_SYY -> syy;
        case REGR_SXY -> sxy;
        case REGR_SLOPE -> sxy / sxx;
        case REGR_INTERCEPT -> sums[at + 1] - sxy / sxx * sums[at + 2];
        case REGR_R2 -> sxx == 0 ? Double.NaN : syy == 0 ? 1 : sxy * sxy / (sxx * syy);
      };
    }

    private static double sample(double sum, double count) {
      return count < 2 ? Double.NaN : sum / (count - 1);
    }
  }
}
