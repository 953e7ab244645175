package bourn.index;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decoded segments, as many as fit; the least recently used go first. Safe for several threads. */
final class SegmentCache {

  private final long mostBytes;
  private final Map<Long, Segment> segments = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  SegmentCache(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  synchronized @Nullable Segment get(long id) {
    return segments.get(id);
  }

  synchronized void put(long id, Segment segment) {
    Segment before = segments.put(id, segment);
    bytes += segment.sizeBytes() - (before == null ? 0 : before.sizeBytes());
    var eldest = segments.entrySet().iterator();
    while (bytes > mostBytes && segments.size() > 1) {
      bytes -= eldest.next().getValue().sizeBytes();
      eldest.remove();
    }
  }

  synchronized void remove(long id) {
    Segment removed = segments.remove(id);
    bytes -= removed == null ? 0 : removed.sizeBytes();
  }
}
