package bourn.engine;

import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.kernel.Value;
import java.util.Arrays;

/** Counts rows, or those in which no argument is missing. */
final class CountGroups implements AggregateFunction.Groups {

  private long[] counts = new long[1];

  @Override
  public void add(int[] group, Column[] arguments, int count) {
    int until = GroupNumbers.until(group, count);
    if (until > counts.length) {
      counts = Arrays.copyOf(counts, GroupNumbers.grown(counts.length, until));
    }
    boolean missing = false;
    for (Column argument : arguments) {
      missing |= !argument.uniform() || argument.kind() == Kind.NULL;
    }
    if (missing) {
      addPresent(group, arguments, count);
    } else if (until <= 1) {
      counts[0] += count;
    } else {
      for (int i = 0; i < count; i++) {
        counts[group[i]]++;
      }
    }
  }

  private void addPresent(int[] group, Column[] arguments, int count) {
    for (int i = 0; i < count; i++) {
      int present = 1;
      for (Column argument : arguments) {
        present &= argument.kind(i) == Kind.NULL ? 0 : 1;
      }
      counts[group[i]] += present;
    }
  }

  @Override
  public long bytes() {
    return 8L * counts.length;
  }

  @Override
  public Value result(int group) {
    return Value.of(group < counts.length ? counts[group] : 0);
  }
}
