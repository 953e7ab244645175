package bourn.kernel;

/**
 * How much memory an open store may keep for later, divided here and nowhere else.
 *
 * <pre>
 *  part                                           sixteenths   at most   where
 *  live tails: the newest chunks                       2        64 MB    heap
 *  backlog: commits that the state does not have       2       128 MB    heap
 *  keys that a pass of compaction remembers            1        64 MB    heap
 *  columns of typed streams                            2                 heap
 *  segments of all indexes                             3                 heap
 *  novelty of all indexes                              2                 heap
 *  what the state has and has not flushed              2        64 MB    outside
 *  blocks of the state                                 2                 outside
 * </pre>
 *
 * <p>Who appends faster than the state takes in waits; nothing is refused for want of memory. What
 * a call needs while it runs is not part of this: batches on their way, and queries, which have
 * budgets of their own. Nor is what the store knows of each stream, some hundred bytes.
 *
 * @param bytes all parts together, at least {@link #LEAST_BYTES}
 */
public record MemoryBudget(long bytes) {

  /** The least that a store can work with. */
  public static final long LEAST_BYTES = 4L << 20;

  private static final long MB = 1L << 20;

  public MemoryBudget {
    if (bytes < LEAST_BYTES) {
      throw new IllegalArgumentException(
          "a store needs " + LEAST_BYTES + " bytes of memory at least, was " + bytes);
    }
  }

  /** Returns three quarters of the greatest heap that this machine may grow to. */
  public static MemoryBudget usual() {
    return new MemoryBudget(Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / 4 * 3));
  }

  private long sixteenths(int share) {
    return bytes / 16 * share;
  }

  /** Returns the share of the newest chunks. */
  long liveBytes() {
    return Math.min(64 * MB, sixteenths(2));
  }

  /** Returns the share of the commits that the state does not have. */
  long backlogBytes() {
    return Math.min(128 * MB, sixteenths(2));
  }

  /** Returns the share of the keys that a pass of compaction remembers. */
  long keyBytes() {
    return Math.min(64 * MB, sixteenths(1));
  }

  /** Returns the share of the columns of typed streams. */
  public long columnBytes() {
    return sixteenths(2);
  }

  /** Returns the share of the segments of all indexes. */
  public long indexBytes() {
    return sixteenths(3);
  }

  /** Returns the share of what indexes have in memory only. */
  public long noveltyBytes() {
    return sixteenths(2);
  }

  /** Returns the share of what the state has and has not flushed. */
  public long unflushedBytes() {
    return Math.min(64 * MB, sixteenths(2));
  }

  /** Returns the share of the blocks of the state. */
  public long blockBytes() {
    return sixteenths(2);
  }
}
