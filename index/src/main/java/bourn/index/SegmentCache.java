package bourn.index;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decoded segments of all indexes of a kernel, and filters of them, as many as fit; those not read
 * for long go first. Safe for several threads.
 */
final class SegmentCache {

  /*
   * Reads take no lock and move nothing: they mark what they read. Room is made in the order in
   * which they came, and those with a mark lose it and have come anew [1].
   *
   * [1] Corbato, A Paging Experiment with the Multics System, 1968: the clock.
   */

  private record Key(long incarnation, long id, Class<? extends Cached> type) {

    static Key of(IndexKey index, long id, Class<? extends Cached> type) {
      return new Key(index.incarnation(), id, type);
    }
  }

  private final long mostBytes;
  private final Map<Key, Cached> cached = new ConcurrentHashMap<>();
  private final Set<Key> arrivals = new LinkedHashSet<>();
  private long bytes;

  SegmentCache(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Returns what there is of segment {@code id}: itself or its filter, as {@code type} says. */
  <T extends Cached> @Nullable T get(IndexKey index, long id, Class<T> type) {
    Cached found = cached.get(Key.of(index, id, type));
    if (found != null) {
      found.markRead();
    }
    return type.cast(found);
  }

  synchronized void put(IndexKey index, long id, Cached newest) {
    Key key = Key.of(index, id, newest.getClass());
    Cached before = cached.put(key, newest);
    bytes += newest.sizeBytes() - sizeBytes(before);
    arrivals.add(key);
    while (bytes > mostBytes && arrivals.size() > 1) {
      passFirst();
    }
  }

  /** Has what came first come anew if it was read, and go if it was not. */
  private void passFirst() {
    Iterator<Key> first = arrivals.iterator();
    Key key = first.next();
    first.remove();
    Cached oldest = cached.get(key);
    if (oldest != null && oldest.wasRead()) {
      arrivals.add(key);
    } else {
      bytes -= sizeBytes(cached.remove(key));
    }
  }

  /** Removes segment {@code id} and its filter. */
  synchronized void remove(IndexKey index, long id) {
    for (Class<? extends Cached> type : List.of(Segment.class, ValueFilter.class)) {
      Key key = Key.of(index, id, type);
      bytes -= sizeBytes(cached.remove(key));
      arrivals.remove(key);
    }
  }

  private static long sizeBytes(@Nullable Cached one) {
    return one == null ? 0 : one.sizeBytes();
  }
}
