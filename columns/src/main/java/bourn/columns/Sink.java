package bourn.columns;

/** Takes batches. */
@FunctionalInterface
public interface Sink {

  /**
   * Takes a batch, which is borrowed during the call.
   *
   * @return whether more is wanted; a source that is told no stops
   */
  boolean accept(Batch batch);
}
