package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.kernel.Value;
import java.util.Arrays;

/**
 * Variances and standard deviations, in one pass.
 *
 * @see <a href="https://www.jstor.org/stable/1266577">Welford, Note on a method for calculating
 *     corrected sums of squares and products, 1962</a>
 */
final class SpreadGroups implements AggregateFunction.Groups {

  private final Codes codes;
  private final boolean sample;
  private final boolean root;
  private long[] counts = new long[1];
  private double[] means = new double[1];
  private double[] squares = new double[1];

  SpreadGroups(Codes codes, boolean sample, boolean root) {
    this.codes = codes;
    this.sample = sample;
    this.root = root;
  }

  @Override
  public void add(int[] group, Column[] arguments, int count) {
    int until = GroupNumbers.until(group, count);
    if (until > counts.length) {
      int length = GroupNumbers.grown(counts.length, until);
      counts = Arrays.copyOf(counts, length);
      means = Arrays.copyOf(means, length);
      squares = Arrays.copyOf(squares, length);
    }
    Column column = arguments[0];
    for (int i = 0; i < count; i++) {
      Kind kind = column.kind(i);
      if (kind != Kind.NULL) {
        addOne(group[i], real(kind, column.word(i)));
      }
    }
  }

  private double real(Kind kind, long word) {
    if (kind == Kind.INT) {
      return (double) word;
    }
    if (kind == Kind.REAL) {
      return Double.longBitsToDouble(word);
    }
    Value value = codes.value(kind, word);
    ExactNumbers.require(root ? "stddev" : "variance", value);
    return ExactNumbers.real(value);
  }

  private void addOne(int group, double value) {
    counts[group]++;
    double off = value - means[group];
    means[group] += off / (double) counts[group];
    squares[group] += off * (value - means[group]);
  }

  @Override
  public long bytes() {
    return 24L * counts.length;
  }

  @Override
  public Value result(int group) {
    long count = group < counts.length ? counts[group] : 0;
    long divisor = sample ? count - 1 : count;
    if (divisor <= 0) {
      return Value.Nil.NIL;
    }
    double variance = squares[group] / (double) divisor;
    return Value.of(root ? Math.sqrt(variance) : variance);
  }
}
