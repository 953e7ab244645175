package bourn.kernel;

/** Keeps the events of a bounded stream from being reclaimed, for as long as it is reachable. */
final class Hold {

  private final Bound bound;
  private volatile boolean letGo;

  Hold(Bound bound) {
    this.bound = bound;
  }

  Bound bound() {
    return bound;
  }

  /** Keeps nothing any more, as that was too much. */
  void letGo() {
    letGo = true;
  }

  /**
   * Returns whether compaction may take events of the bound. Whoever has found a hole and then
   * finds that this is not so knows that the hole was there before the bound.
   */
  boolean isLetGo() {
    return letGo;
  }
}
