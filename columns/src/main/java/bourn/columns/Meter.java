package bourn.columns;

/**
 * Watches what one query takes, and ends it where that is too much. Confined to the thread that
 * runs the query.
 */
public interface Meter {

  /** Watches nothing. */
  Meter NONE =
      new Meter() {
        @Override
        public void check() {
          // Nothing is limited.
        }

        @Override
        public void take(long bytes) {
          // Nothing is counted.
        }

        @Override
        public void give(long bytes) {
          // Nothing is counted.
        }
      };

  /**
   * Throws what ends the query if it was cancelled or has taken too long. Whoever works for long
   * without passing on a batch calls this every few thousand steps; it costs about as much as
   * reading a clock.
   */
  void check();

  /** Counts memory that is about to be held; throws what ends the query if that is too much. */
  void take(long bytes);

  /** Counts memory that is held no longer. */
  void give(long bytes);
}
