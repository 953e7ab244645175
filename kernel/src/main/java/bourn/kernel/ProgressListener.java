package bourn.kernel;

/** Told how far a long work on a store has come. Called by the thread that works. */
public interface ProgressListener {

  /** Listens to nothing. */
  ProgressListener NONE =
      new ProgressListener() {
        @Override
        public void begin(String task, long steps) {}

        @Override
        public void step(long steps) {}
      };

  /** A task of {@code steps} steps begins, and the one before is done. */
  void begin(String task, long steps);

  /** {@code steps} more steps of the task are done. */
  void step(long steps);
}
