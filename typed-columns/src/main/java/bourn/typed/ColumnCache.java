package bourn.typed;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The columns of segments read most lately, at most {@link #MOST_COLUMNS}. */
final class ColumnCache {

  /** Half a megabyte each, and more where values do not fit a word. */
  private static final int MOST_COLUMNS = 256;

  private record Key(SegmentKey segment, int field) {}

  private final Map<Key, DecodedColumn> columns = new LinkedHashMap<>(16, 0.75f, true);

  DecodedColumn get(SegmentKey segment, int field, Supplier<DecodedColumn> read) {
    Key key = new Key(segment, field);
    synchronized (columns) {
      DecodedColumn column = columns.get(key);
      if (column != null) {
        return column;
      }
    }
    DecodedColumn column = read.get();
    synchronized (columns) {
      columns.put(key, column);
      if (columns.size() > MOST_COLUMNS) {
        columns.remove(columns.keySet().iterator().next());
      }
    }
    return column;
  }

  void clear() {
    synchronized (columns) {
      columns.clear();
    }
  }
}
