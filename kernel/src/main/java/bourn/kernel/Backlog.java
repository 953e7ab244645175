package bourn.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commits that wait to be folded into the state, in order. Guarded by its owner. */
final class Backlog {

  /*
   * Commits that each append one small chunk to the same stream, one after the other, wait as a
   * pack of these chunks: however far the state is behind, its backlog is few objects.
   */

  /** One commit, or several as one. */
  sealed interface Item {}

  /**
   * A commit in the log.
   *
   * @param address where it begins: see {@link CommitLog#address}
   */
  record Commit(long number, long address, List<CommitEntry> entries) implements Item {}

  /** Commits that each append one small chunk to one stream. */
  static final class Appends implements Item {
    private final long incarnation;
    private final ChunkPack pack;
    private long number;
    private long hlc;

    private Appends(long number, Chunk chunk, boolean soonFull) {
      this.incarnation = chunk.incarnation();
      this.pack = new ChunkPack(chunk, soonFull);
      this.number = number;
      this.hlc = chunk.stamp().hlc();
    }

    private boolean add(long number, Chunk chunk) {
      if (chunk.incarnation() != incarnation || !pack.add(chunk)) {
        return false;
      }
      this.number = number;
      this.hlc = chunk.stamp().hlc();
      return true;
    }

    long incarnation() {
      return incarnation;
    }

    ChunkPack pack() {
      return pack;
    }

    /** Returns the number of the last commit. */
    long number() {
      return number;
    }

    /** Returns the hybrid time of the last stamp. */
    long hlc() {
      return hlc;
    }
  }

  private List<Item> items = new ArrayList<>();
  private @Nullable Appends open;
  private long before;
  private long lengthBytes;

  boolean isEmpty() {
    return items.isEmpty();
  }

  /** Returns the bytes of all chunks that wait. */
  long lengthBytes() {
    return lengthBytes;
  }

  /** Adds the commit after the last, with {@code lengthBytes} of chunks. */
  void add(long number, long address, List<CommitEntry> entries, long lengthBytes) {
    this.lengthBytes += lengthBytes;
    Chunk only = onlySmall(entries);
    if (only == null || only.incarnation() != before) {
      open = null;
      before = only == null ? 0 : only.incarnation();
      items.add(new Commit(number, address, entries));
    } else if (open == null || !open.add(number, only)) {
      open = new Appends(number, only, open != null);
      items.add(open);
    }
  }

  private static @Nullable Chunk onlySmall(List<CommitEntry> entries) {
    return entries.size() == 1
            && entries.getFirst() instanceof CommitEntry.Appended(Chunk chunk)
            && chunk.lengthBytes() < PendingChunks.RESIDENT_BYTES
        ? chunk
        : null;
  }

  /** Returns all that waits, which then waits no longer. */
  List<Item> take() {
    List<Item> taken = items;
    items = new ArrayList<>();
    open = null;
    before = 0;
    lengthBytes = 0;
    return taken;
  }
}
