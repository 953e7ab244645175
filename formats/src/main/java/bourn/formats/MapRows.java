package bourn.formats;

import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes each row as a map from the names of the columns. */
final class MapRows implements RowWriter {

  private final ValueWriter out;
  private final List<Value> keys = new ArrayList<>();

  MapRows(ValueWriter out) {
    this.out = out;
  }

  @Override
  public void begin(List<String> columns) {
    Set<String> taken = new HashSet<>();
    for (String column : columns) {
      String name = column;
      for (int i = 2; !taken.add(name); i++) {
        name = column + "_" + i;
      }
      keys.add(Value.of(name));
    }
  }

  @Override
  public void row(List<Value> values) {
    Value.Entries.Builder entries = new Value.Entries.Builder(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      entries.add(keys.get(i), values.get(i));
    }
    out.write(entries.build());
  }

  @Override
  public void end() {
    out.close();
  }
}
