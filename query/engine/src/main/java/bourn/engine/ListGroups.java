package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;

/** Aggregates that need all values of a group at the end. */
final class ListGroups implements AggregateFunction.Groups {

  private static final long BYTES_A_WORD = 12;
  private static final long BYTES_A_GROUP = 240;

  private final Codes codes;
  private final Aggregates.OfList function;
  private final List<ColumnBuilder> groups = new ArrayList<>();
  private long held;

  ListGroups(Codes codes, Aggregates.OfList function) {
    this.codes = codes;
    this.function = function;
  }

  @Override
  public void add(int[] group, Column[] arguments, int count) {
    int until = GroupNumbers.until(group, count);
    while (groups.size() < until) {
      groups.add(new ColumnBuilder());
    }
    Column column = arguments[0];
    for (int i = 0; i < count; i++) {
      if (column.kind(i) != Kind.NULL) {
        groups.get(group[i]).add(column.kind(i).tag(), column.word(i));
        held++;
      }
    }
  }

  @Override
  public long held() {
    return held;
  }

  @Override
  public long bytes() {
    return BYTES_A_WORD * held + BYTES_A_GROUP * groups.size();
  }

  @Override
  public Value result(int group) {
    List<Value> values = new ArrayList<>();
    if (group < groups.size()) {
      ColumnBuilder builder = groups.get(group);
      Column column = builder.column();
      for (int i = 0; i < builder.size(); i++) {
        if (i % Batch.MOST_ROWS == 0) {
          codes.meter().check();
        }
        values.add(column.value(i, codes));
      }
    }
    return Structures.bounded("an aggregate", function.of(values, codes.meter()));
  }
}
