package bourn.index;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decoded segments of all indexes of a kernel, as many as fit; the least recently used go first.
 * Safe for several threads.
 */
final class SegmentCache {

  private record Key(IndexKey index, long id) {}

  private final long mostBytes;
  private final Map<Key, Segment> segments = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  SegmentCache(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  synchronized @Nullable Segment get(IndexKey index, long id) {
    return segments.get(new Key(index, id));
  }

  synchronized void put(IndexKey index, long id, Segment segment) {
    Segment before = segments.put(new Key(index, id), segment);
    bytes += segment.sizeBytes() - (before == null ? 0 : before.sizeBytes());
    var eldest = segments.entrySet().iterator();
    while (bytes > mostBytes && segments.size() > 1) {
      bytes -= eldest.next().getValue().sizeBytes();
      eldest.remove();
    }
  }

  synchronized void remove(IndexKey index, long id) {
    Segment removed = segments.remove(new Key(index, id));
    bytes -= removed == null ? 0 : removed.sizeBytes();
  }
}
