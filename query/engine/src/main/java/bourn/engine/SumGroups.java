package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.kernel.Value;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Sums, and means. */
final class SumGroups implements AggregateFunction.Groups {

  /*
   * Integers are summed in 128 bits and reals in a double, apart, so that no order of rows loses a
   * digit of the integers. Numbers that are neither are rare, and kept as values.
   */

  private static final Arithmetic PLUS =
      new Arithmetic("sum", Arithmetic.Operation.PLUS, 2, null, false);

  private final Codes codes;
  private final boolean mean;
  private long[] counts = new long[1];
  private long[] low = new long[1];
  private long[] high = new long[1];
  private double[] reals = new double[1];
  private boolean[] hasReals = new boolean[1];
  private final Map<Integer, Value> others = new HashMap<>();

  SumGroups(Codes codes, boolean mean) {
    this.codes = codes;
    this.mean = mean;
  }

  @Override
  public void add(int[] group, Column[] arguments, int count) {
    Column column = arguments[0];
    int until = GroupNumbers.until(group, count);
    reserve(until);
    if (column.uniform() && column.kind() == Kind.INT) {
      if (until <= 1) {
        addInts(column, count);
      } else {
        addInts(group, column, count);
      }
    } else if (column.uniform() && column.kind() == Kind.REAL) {
      if (until <= 1) {
        addReals(column, count);
      } else {
        addReals(group, column, count);
      }
    } else {
      addAny(group, column, count);
    }
  }

  private void addInts(Column column, int count) {
    long[] words = column.words();
    int start = column.start();
    long sum = low[0];
    long carry = 0;
    for (int i = 0; i < count; i++) {
      long word = words[start + i];
      long next = sum + word;
      carry += (word >> 63) + (((sum & word) | ((sum | word) & ~next)) >>> 63);
      sum = next;
    }
    low[0] = sum;
    high[0] += carry;
    counts[0] += count;
  }

  private void addInts(int[] group, Column column, int count) {
    long[] words = column.words();
    int start = column.start();
    for (int i = 0; i < count; i++) {
      addInt(group[i], words[start + i]);
    }
  }

  private void addInt(int group, long word) {
    long sum = low[group];
    long next = sum + word;
    high[group] += (word >> 63) + (((sum & word) | ((sum | word) & ~next)) >>> 63);
    low[group] = next;
    counts[group]++;
  }

  private void addReals(Column column, int count) {
    long[] words = column.words();
    int start = column.start();
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Double.longBitsToDouble(words[start + i]);
    }
    reals[0] += sum;
    counts[0] += count;
    hasReals[0] |= count > 0;
  }

  private void addReals(int[] group, Column column, int count) {
    long[] words = column.words();
    int start = column.start();
    for (int i = 0; i < count; i++) {
      reals[group[i]] += Double.longBitsToDouble(words[start + i]);
      hasReals[group[i]] = true;
      counts[group[i]]++;
    }
  }

  private void addAny(int[] group, Column column, int count) {
    for (int i = 0; i < count; i++) {
      switch (column.kind(i)) {
        case NULL -> {}
        case INT -> addInt(group[i], column.word(i));
        case REAL -> {
          reals[group[i]] += Double.longBitsToDouble(column.word(i));
          hasReals[group[i]] = true;
          counts[group[i]]++;
        }
        default -> addOther(group[i], column.value(i, codes));
      }
    }
  }

  private void addOther(int group, Value value) {
    ExactNumbers.require(mean ? "avg" : "sum", value);
    others.merge(group, value, (a, b) -> PLUS.apply(new Value[] {a, b}));
    counts[group]++;
  }

  @Override
  public long bytes() {
    return 33L * counts.length + 200L * others.size();
  }

  @Override
  public Value result(int group) {
    if (group >= counts.length || counts[group] == 0) {
      return Value.Nil.NIL;
    }
    Value sum = sum(group);
    return mean ? Value.of(ExactNumbers.real(sum) / (double) counts[group]) : sum;
  }

  private Value sum(int group) {
    Value sum = Value.of(integer(group));
    Value other = others.get(group);
    if (other != null) {
      sum = PLUS.apply(new Value[] {sum, other});
    }
    return hasReals[group] ? Value.of(ExactNumbers.real(sum) + reals[group]) : sum;
  }

  private BigInteger integer(int group) {
    BigInteger lower = BigInteger.valueOf(low[group] >>> 1).shiftLeft(1);
    return BigInteger.valueOf(high[group])
        .shiftLeft(64)
        .add(lower)
        .add(BigInteger.valueOf(low[group] & 1));
  }

  private void reserve(int until) {
    if (until > counts.length) {
      int length = GroupNumbers.grown(counts.length, until);
      counts = Arrays.copyOf(counts, length);
      low = Arrays.copyOf(low, length);
      high = Arrays.copyOf(high, length);
      reals = Arrays.copyOf(reals, length);
      hasReals = Arrays.copyOf(hasReals, length);
    }
  }
}
