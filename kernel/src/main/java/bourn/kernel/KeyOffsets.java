package bourn.kernel;

import java.util.HashMap;
import java.util.Map;

/** The newest offset under each key, of so many keys that they do not take too much memory. */
final class KeyOffsets {

  /** What a key takes beside its value: an entry of the map, and the objects of a small value. */
  private static final int ENTRY_BYTES = 128;

  private final Map<Value, Long> offsets = new HashMap<>();
  private final long mostBytes;
  private long keyBytes;

  KeyOffsets(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Notes that there is an event under {@code key} at {@code offset}, after all noted before. */
  void put(Value key, long offset) {
    if (offsets.put(key, offset) == null) {
      keyBytes += ENTRY_BYTES + ValueCodec.encode(key).length;
    }
  }

  /** Returns whether a newer event under {@code key} than that at {@code offset} is noted. */
  boolean hasNewer(Value key, long offset) {
    return offsets.getOrDefault(key, offset) > offset;
  }

  /** Returns whether there should be no further key. */
  boolean isFull() {
    return keyBytes >= mostBytes;
  }
}
