package bourn.kernel;

/**
 * A stream cut at a bound: an immutable value. Reading it, however often and by whomever, gives the
 * same events. Safe for use by several threads.
 */
public interface BoundedStream {

  /** Returns the stream that was cut. */
  EventStream stream();

  /** Returns where it was cut. */
  Bound bound();

  /**
   * Returns what of this lies inside {@code inner}, as a part of {@code context}. It can be read as
   * long as this can, whatever the stream has dropped since.
   *
   * @throws IllegalArgumentException if {@code inner} reaches beyond the bound of this
   */
  BoundedStream part(Bound inner, CausalContext context);

  /** Returns a reader at the start of the bound; it never answers {@link Step#BLOCKED}. */
  Reader read();

  /**
   * Visits all events by the chunk, in order.
   *
   * @throws StorageException if events inside the bound cannot be had
   */
  void chunks(ChunkVisitor visitor);

  /**
   * Records that all of it was read, in the context it was bounded in. Readers do this for each
   * event themselves; what reads through an index instead calls this.
   */
  void observe();
}
