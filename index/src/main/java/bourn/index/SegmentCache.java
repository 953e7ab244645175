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
   * What is read often grows by what makes reads of it fast, so that it is measured again when it
   * has come anew.
   *
   * [1] Corbato, A Paging Experiment with the Multics System, 1968: the clock.
   */

  private record Key(long incarnation, long id, Class<? extends Cached> type) {

    static Key of(IndexKey index, long id, Class<? extends Cached> type) {
      return new Key(index.incarnation(), id, type);
    }
  }

  /** What is kept, and how many bytes are counted for it. */
  private record Held(Cached one, long sizeBytes) {

    static Held of(Cached one) {
      return new Held(one, one.sizeBytes());
    }
  }

  private final long mostBytes;
  private final Map<Key, Held> held = new ConcurrentHashMap<>();
  private final Set<Key> arrivals = new LinkedHashSet<>();
  private long bytes;

  SegmentCache(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Returns what there is of segment {@code id}: itself or its filter, as {@code type} says. */
  <T extends Cached> @Nullable T get(IndexKey index, long id, Class<T> type) {
    Held found = held.get(Key.of(index, id, type));
    if (found == null) {
      return null;
    }
    found.one().markRead();
    return type.cast(found.one());
  }

  synchronized void put(IndexKey index, long id, Cached newest) {
    Key key = Key.of(index, id, newest.getClass());
    hold(key, newest);
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
    Held oldest = held.get(key);
    if (oldest != null && oldest.one().wasRead()) {
      hold(key, oldest.one());
      arrivals.add(key);
    } else {
      letGo(key);
    }
  }

  private void hold(Key key, Cached one) {
    Held now = Held.of(one);
    Held before = held.put(key, now);
    bytes += now.sizeBytes() - (before == null ? 0 : before.sizeBytes());
  }

  private void letGo(Key key) {
    Held before = held.remove(key);
    bytes -= before == null ? 0 : before.sizeBytes();
  }

  /** Removes segment {@code id} and its filter. */
  synchronized void remove(IndexKey index, long id) {
    for (Class<? extends Cached> type : List.of(Segment.class, ValueFilter.class)) {
      Key key = Key.of(index, id, type);
      letGo(key);
      arrivals.remove(key);
    }
  }
}
