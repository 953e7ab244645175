package bourn.kernel;

/** A change to what the state has of streams that no commit makes. */
sealed interface StateEdit permits Removal, Rewrite, Relocation, Reclaimed {

  /** Adds the change to {@code batch}, which is written to {@code state}. */
  void write(KeyValue.Batch batch, KeyValue state, Usage usage);

  /** Returns whether storage can be given back once this is flushed. */
  default boolean frees() {
    return true;
  }
}
