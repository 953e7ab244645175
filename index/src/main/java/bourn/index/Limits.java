package bourn.index;

/**
 * How large the parts of an index become.
 *
 * @param segmentSize about how many facts a segment holds
 * @param leastNovelty how many facts in memory are worth a merge at least
 * @param mostNovelty how many facts in memory are worth a merge however large the index is
 */
record Limits(int segmentSize, int leastNovelty, int mostNovelty) {

  static final Limits DEFAULT = new Limits(4_096, 1 << 16, 1 << 20);

  /** Returns how much novelty is worth a merge: the more, the more there is to rewrite. */
  long novelty(Base base) {
    return Math.clamp(base.current(Order.EAVT).count() / 8, leastNovelty, mostNovelty);
  }
}
