package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.kernel.Value;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/** The different values of each group, or how many there are. */
final class DistinctGroups implements AggregateFunction.Groups {

  private static final long BYTES_A_COUNT = 12;
  private static final long BYTES_A_MEMBER = 100;

  private final Codes codes;
  private final boolean onlyCount;
  private final RowTable pairs = new RowTable(2, Guard.unlimited());
  private final int[] numbers = new int[Batch.MOST_ROWS];
  private long[] counts = new long[1];
  private Set<Value>[] sets = sets(1);

  DistinctGroups(Codes codes, boolean onlyCount) {
    this.codes = codes;
    this.onlyCount = onlyCount;
  }

  @Override
  public void add(int[] group, Column[] arguments, int count) {
    Column column = arguments[0];
    long[] groups = new long[count];
    Arrays.setAll(groups, i -> group[i]);
    int known = pairs.count();
    pairs.number(new Column[] {Column.of(Kind.INT, groups), column}, null, count, numbers);
    reserve(GroupNumbers.until(group, count));
    for (int i = 0; i < count; i++) {
      if (numbers[i] == known) {
        known++;
        addNew(group[i], column, i);
      }
    }
  }

  private void addNew(int group, Column column, int row) {
    if (column.kind(row) == Kind.NULL) {
      return;
    }
    counts[group]++;
    if (!onlyCount) {
      if (sets[group] == null) {
        sets[group] = new LinkedHashSet<>();
      }
      sets[group].add(column.value(row, codes));
    }
  }

  private void reserve(int until) {
    if (until > counts.length) {
      int length = GroupNumbers.grown(counts.length, until);
      counts = Arrays.copyOf(counts, length);
      sets = Arrays.copyOf(sets, onlyCount ? 0 : length);
    }
  }

  @Override
  public long held() {
    return pairs.count();
  }

  @Override
  public long bytes() {
    return pairs.bytes()
        + BYTES_A_COUNT * counts.length
        + (onlyCount ? 0 : BYTES_A_MEMBER * held());
  }

  @Override
  public Value result(int group) {
    if (onlyCount) {
      return Value.of(group < counts.length ? counts[group] : 0);
    }
    boolean there = group < sets.length && sets[group] != null;
    return new Value.Members(there ? sets[group] : Set.of());
  }

  @SuppressWarnings("unchecked")
  private static Set<Value>[] sets(int length) {
    return (Set<Value>[]) new Set<?>[length];
  }
}
