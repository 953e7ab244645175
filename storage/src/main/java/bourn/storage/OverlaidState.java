package bourn.storage;

import bourn.kernel.KeyValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A state that is never written, under one on the heap that takes in all that is written. */
final class OverlaidState implements KeyValue {

  /*
   * What lies on the heap hides what lies below it under the same key; an empty optional hides
   * without a value of its own. A scan sees the heap as of its beginning.
   */

  private static final int PADDING_BYTES = 256;

  private final KeyValue below;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Family, NavigableMap<byte[], Optional<byte[]>>> above =
      new EnumMap<>(Family.class);

  OverlaidState(KeyValue below) {
    this.below = below;
    for (Family family : Family.values()) {
      above.put(family, new TreeMap<>(Arrays::compareUnsigned));
    }
  }

  private NavigableMap<byte[], Optional<byte[]>> above(Family family) {
    return Objects.requireNonNull(above.get(family));
  }

  @Override
  public byte @Nullable [] get(Family family, byte[] key) {
    lock.lock();
    try {
      Optional<byte[]> value = above(family).get(key);
      if (value != null) {
        return value.isPresent() ? value.get().clone() : null;
      }
    } finally {
      lock.unlock();
    }
    return below.get(family, key);
  }

  @Override
  public @Nullable Entry floor(Family family, byte[] key) {
    Map.Entry<byte[], Optional<byte[]>> mine = valueAtOrBefore(family, key);
    Entry theirs = below.floor(family, key);
    while (theirs != null && isHidden(family, theirs.key())) {
      theirs = below.floor(family, before(theirs.key()));
    }
    if (mine == null) {
      return theirs;
    }
    boolean isMine = theirs == null || Arrays.compareUnsigned(mine.getKey(), theirs.key()) >= 0;
    return isMine
        ? new Entry(mine.getKey().clone(), mine.getValue().orElseThrow().clone())
        : theirs;
  }

  private Map.@Nullable Entry<byte[], Optional<byte[]>> valueAtOrBefore(Family family, byte[] key) {
    lock.lock();
    try {
      Map.Entry<byte[], Optional<byte[]>> entry = above(family).floorEntry(key);
      while (entry != null && entry.getValue().isEmpty()) {
        entry = above(family).lowerEntry(entry.getKey());
      }
      return entry;
    } finally {
      lock.unlock();
    }
  }

  private boolean isHidden(Family family, byte[] key) {
    lock.lock();
    try {
      return above(family).containsKey(key);
    } finally {
      lock.unlock();
    }
  }

  /** Returns a key before {@code key}, and after every other before it that is not very long. */
  private static byte[] before(byte[] key) {
    int last = key.length - 1;
    if (last < 0) {
      return key;
    }
    if (key[last] == 0) {
      return Arrays.copyOf(key, last);
    }
    byte[] before = Arrays.copyOf(key, key.length + PADDING_BYTES);
    before[last]--;
    Arrays.fill(before, key.length, before.length, (byte) -1);
    return before;
  }

  @Override
  public Entries scan(Family family, byte[] from, byte[] until) {
    List<Map.Entry<byte[], Optional<byte[]>>> mine = new ArrayList<>();
    lock.lock();
    try {
      if (Arrays.compareUnsigned(from, until) < 0) {
        mine.addAll(above(family).subMap(from, until).entrySet());
      }
    } finally {
      lock.unlock();
    }
    return new OverlaidEntries(mine, below.scan(family, from, until));
  }

  @Override
  public void write(Batch batch) {
    lock.lock();
    try {
      batch.changes().forEach(this::write);
    } finally {
      lock.unlock();
    }
  }

  private void write(Change change) {
    switch (change) {
      case Change.Put(Family family, byte[] key, byte[] value) ->
          above(family).put(key, Optional.of(value));
      case Change.Delete(Family family, byte[] key) -> above(family).put(key, Optional.empty());
      case Change.DeleteRange(Family family, byte[] from, byte[] until) -> {
        try (Entries entries = scan(family, from, until)) {
          while (entries.next()) {
            above(family).put(entries.key(), Optional.empty());
          }
        }
      }
    }
  }

  /** Does nothing: what is on the heap goes with this. */
  @Override
  public void flush() {}

  @Override
  public void close() {
    below.close();
  }

  /** Two scans as one; where both have a key, that of the heap counts. */
  private static final class OverlaidEntries implements Entries {

    private final List<Map.Entry<byte[], Optional<byte[]>>> mine;
    private final Entries theirs;
    private int next;
    private boolean begun;
    private boolean theirsValid;
    private @Nullable Entry current;

    OverlaidEntries(List<Map.Entry<byte[], Optional<byte[]>>> mine, Entries theirs) {
      this.mine = mine;
      this.theirs = theirs;
    }

    @Override
    public boolean next() {
      if (!begun) {
        begun = true;
        theirsValid = theirs.next();
      }
      current = null;
      while (current == null && (theirsValid || next < mine.size())) {
        current = step();
      }
      return current != null;
    }

    private @Nullable Entry step() {
      byte @Nullable [] key = theirsValid ? theirs.key() : null;
      if (next < mine.size()) {
        byte[] own = mine.get(next).getKey();
        int order = key == null ? -1 : Arrays.compareUnsigned(own, key);
        if (order <= 0) {
          Optional<byte[]> value = mine.get(next).getValue();
          next++;
          theirsValid = order == 0 ? theirs.next() : theirsValid;
          return value.map(bytes -> new Entry(own, bytes)).orElse(null);
        }
      }
      Entry found = new Entry(Objects.requireNonNull(key), theirs.value());
      theirsValid = theirs.next();
      return found;
    }

    private Entry current() {
      if (current == null) {
        throw new IllegalStateException("an entry is there only after next() has returned true");
      }
      return current;
    }

    @Override
    public byte[] key() {
      return current().key().clone();
    }

    @Override
    public byte[] value() {
      return current().value().clone();
    }

    @Override
    public void close() {
      current = null;
      next = mine.size();
      theirsValid = false;
      begun = true;
      theirs.close();
    }
  }
}
