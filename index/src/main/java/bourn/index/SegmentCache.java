package bourn.index;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decoded segments of all indexes of a kernel, as many as fit; those not read for long go first.
 * Safe for several threads.
 */
final class SegmentCache {

  /*
   * Reads take no lock and move nothing: they mark what they read. Room is made in the order in
   * which segments came, and those with a mark lose it and have come anew [1].
   *
   * [1] Corbato, A Paging Experiment with the Multics System, 1968: the clock.
   */

  private record Key(long incarnation, long id) {}

  private final long mostBytes;
  private final Map<Key, Segment> segments = new ConcurrentHashMap<>();
  private final Set<Key> arrivals = new LinkedHashSet<>();
  private long bytes;

  SegmentCache(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  @Nullable Segment get(IndexKey index, long id) {
    Segment segment = segments.get(new Key(index.incarnation(), id));
    if (segment != null) {
      segment.markRead();
    }
    return segment;
  }

  synchronized void put(IndexKey index, long id, Segment segment) {
    Key key = new Key(index.incarnation(), id);
    Segment before = segments.put(key, segment);
    bytes += segment.sizeBytes() - sizeBytes(before);
    arrivals.add(key);
    while (bytes > mostBytes && arrivals.size() > 1) {
      passFirst();
    }
  }

  /** Has the segment that came first come anew if it was read, and go if it was not. */
  private void passFirst() {
    Iterator<Key> first = arrivals.iterator();
    Key key = first.next();
    first.remove();
    Segment segment = segments.get(key);
    if (segment != null && segment.wasRead()) {
      arrivals.add(key);
    } else {
      bytes -= sizeBytes(segments.remove(key));
    }
  }

  synchronized void remove(IndexKey index, long id) {
    Key key = new Key(index.incarnation(), id);
    bytes -= sizeBytes(segments.remove(key));
    arrivals.remove(key);
  }

  private static long sizeBytes(@Nullable Segment segment) {
    return segment == null ? 0 : segment.sizeBytes();
  }
}
