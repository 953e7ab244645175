package bourn.kernel;

/**
 * How much a kernel keeps in memory and in its log.
 *
 * @param liveBytes of chunks kept in memory although the state has them
 * @param unappliedBytes of commits that the state may be behind; beyond that, appends wait for it
 * @param unflushedBytes of log kept before the state is flushed and the log released
 * @param gatherBytes with which the state is written at once
 * @param gatherMillis after which the state is written in any case
 * @param keepMillis between two looks at streams that have limits
 * @param heldBytes of one stream that bounded streams may keep from being reclaimed
 * @param keyBytes of keys that one pass of compaction remembers
 */
record Tuning(
    long liveBytes,
    long unappliedBytes,
    long unflushedBytes,
    long gatherBytes,
    long gatherMillis,
    long keepMillis,
    long heldBytes,
    long keyBytes) {

  /** Returns that of a kernel on a disk. */
  static Tuning disk(MemoryBudget memory) {
    return new Tuning(
        memory.liveBytes(),
        memory.backlogBytes(),
        256L << 20,
        Math.min(1L << 20, memory.backlogBytes() / 8),
        100,
        200,
        1L << 30,
        memory.keyBytes());
  }

  /** On the heap nothing is gained by keeping chunks twice. */
  static final Tuning HEAP =
      new Tuning(1L << 20, 64L << 20, 0, 1L << 20, 10, 50, 256L << 20, 64L << 20);
}
