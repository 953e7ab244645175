package bourn.typed;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The columns of segments read most lately, as many as fit. Safe for several threads. */
final class ColumnCache {

  private record Key(SegmentKey segment, int field) {}

  private final Map<Key, DecodedColumn> columns = new LinkedHashMap<>(16, 0.75f, true);

  private final long mostBytes;
  private long bytes;

  ColumnCache(long mostBytes) {
    this.mostBytes = mostBytes;
  }

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
      DecodedColumn before = columns.put(key, column);
      bytes += column.sizeBytes() - (before == null ? 0 : before.sizeBytes());
      Iterator<DecodedColumn> eldest = columns.values().iterator();
      while (bytes > mostBytes && columns.size() > 1) {
        bytes -= eldest.next().sizeBytes();
        eldest.remove();
      }
    }
    return column;
  }

  void clear() {
    synchronized (columns) {
      columns.clear();
      bytes = 0;
    }
  }
}
