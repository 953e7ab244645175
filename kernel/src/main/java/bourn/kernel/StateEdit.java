package bourn.kernel;

/** A change to what the state has of a stream that no commit makes. */
sealed interface StateEdit permits Removal, Rewrite {

  /** Adds the change to {@code batch}, which is written to {@code state}. */
  void write(KeyValue.Batch batch, KeyValue state, Residents residents);

  /** Is told that the state has the change. */
  default void done() {}
}
