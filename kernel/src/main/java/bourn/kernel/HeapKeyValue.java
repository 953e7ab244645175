package bourn.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values in sorted maps on the heap, guarded by one lock. Closing keeps them, so that a
 * kernel can be opened over them again.
 */
final class HeapKeyValue implements KeyValue {

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Family, NavigableMap<byte[], byte[]>> families = new EnumMap<>(Family.class);

  HeapKeyValue() {
    for (Family family : Family.values()) {
      families.put(family, new TreeMap<>(Arrays::compareUnsigned));
    }
  }

  @Override
  public byte @Nullable [] get(Family family, byte[] key) {
    lock.lock();
    try {
      byte[] value = map(family).get(key);
      return value == null ? null : value.clone();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable Entry floor(Family family, byte[] key) {
    lock.lock();
    try {
      Map.Entry<byte[], byte[]> entry = map(family).floorEntry(key);
      return entry == null ? null : new Entry(entry.getKey().clone(), entry.getValue().clone());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Entries scan(Family family, byte[] from, byte[] until) {
    lock.lock();
    try {
      List<Entry> entries = new ArrayList<>();
      if (Arrays.compareUnsigned(from, until) < 0) {
        map(family).subMap(from, until).forEach((key, value) -> entries.add(new Entry(key, value)));
      }
      return new HeapEntries(entries);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void write(Batch batch) {
    lock.lock();
    try {
      batch.changes().forEach(this::change);
    } finally {
      lock.unlock();
    }
  }

  private void change(Change change) {
    switch (change) {
      case Change.Put(Family family, byte[] key, byte[] value) -> map(family).put(key, value);
      case Change.Delete(Family family, byte[] key) -> map(family).remove(key);
      case Change.DeleteRange(Family family, byte[] from, byte[] until) -> {
        if (Arrays.compareUnsigned(from, until) < 0) {
          map(family).subMap(from, until).clear();
        }
      }
    }
  }

  private NavigableMap<byte[], byte[]> map(Family family) {
    return Objects.requireNonNull(families.get(family));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  /** The entries of a range as they were when it was scanned. */
  private static final class HeapEntries implements Entries {

    private final Deque<Entry> ahead;
    private @Nullable Entry current;

    HeapEntries(List<Entry> entries) {
      this.ahead = new ArrayDeque<>(entries);
    }

    @Override
    public boolean next() {
      current = ahead.poll();
      return current != null;
    }

    @Override
    public byte[] key() {
      return current().key().clone();
    }

    @Override
    public byte[] value() {
      return current().value().clone();
    }

    private Entry current() {
      if (current == null) {
        throw new IllegalStateException("an entry is there only after next() has returned true");
      }
      return current;
    }

    @Override
    public void close() {}
  }
}
