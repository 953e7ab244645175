package bourn.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sorted keys and values in a few fixed families, ordered as unsigned bytes. What a batch writes
 * becomes visible, and durable, all at once and in the order of batches. Safe for use by several
 * threads, virtual ones too: an implementation that would pin a carrier moves to another thread.
 */
public interface KeyValue extends AutoCloseable {

  /** A family of keys. */
  enum Family {
    /** What streams there are, and how far the fold of the commit log has come. */
    STREAMS,
    /** Chunks of events, by incarnation and first offset. */
    CHUNKS,
    /**
     * Segments of indexes and columns, and how far these folds have come. Keys begin with the
     * incarnation of the stream that they are derived from, as 8 bytes, big-endian: when that is
     * gone, so are they.
     */
    SEGMENTS
  }

  /** Returns the value under {@code key}, or null when there is none. */
  byte @Nullable [] get(Family family, byte[] key);

  /**
   * Returns the entry with the greatest key at or before {@code key}, or null when there is none.
   */
  @Nullable Entry floor(Family family, byte[] key);

  /** Returns the entries with keys in {@code [from, until)}, ascending, as of now. Close it. */
  Entries scan(Family family, byte[] from, byte[] until);

  /** Writes all of {@code batch} or nothing. */
  void write(Batch batch);

  /** Makes everything written survive the loss of power. Blocks for the disk. */
  void flush();

  /**
   * Gives back the storage of what was removed, which may take as long as to write all that is
   * left. Blocks for the disk.
   *
   * @return whether all was given back: not when {@link #endReclaiming} was called meanwhile
   */
  default boolean reclaim() {
    return true;
  }

  /** Has {@link #reclaim} return soon, now and from now on. */
  default void endReclaiming() {}

  @Override
  void close();

  /** A key and its value. */
  record Entry(byte[] key, byte[] value) {}

  /** Entries in key order; confined to one thread. */
  interface Entries extends AutoCloseable {
    /** Moves to the next entry; the first call to the first. Returns whether there is one. */
    boolean next();

    /** Returns a copy of the key. */
    byte[] key();

    /** Returns a copy of the value. */
    byte[] value();

    @Override
    void close();
  }

  /** Changes to be written as one. */
  final class Batch {
    private final List<Change> changes = new ArrayList<>();

    /** Adds or replaces an entry. Shares both arrays. */
    public Batch put(Family family, byte[] key, byte[] value) {
      changes.add(new Change.Put(family, key, value));
      return this;
    }

    /** Removes an entry, if there is one. */
    public Batch delete(Family family, byte[] key) {
      changes.add(new Change.Delete(family, key));
      return this;
    }

    /** Removes all entries with keys in {@code [from, until)}. */
    public Batch deleteRange(Family family, byte[] from, byte[] until) {
      changes.add(new Change.DeleteRange(family, from, until));
      return this;
    }

    /** Returns the changes in the order they were made. */
    public List<Change> changes() {
      return changes;
    }
  }

  /** One change of a batch. */
  sealed interface Change {
    /** Adds or replaces an entry. */
    record Put(Family family, byte[] key, byte[] value) implements Change {}

    /** Removes an entry. */
    record Delete(Family family, byte[] key) implements Change {}

    /** Removes a range of entries. */
    record DeleteRange(Family family, byte[] from, byte[] until) implements Change {}
  }
}
