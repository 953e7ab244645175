package bourn.kernel;

/** One change that a commit makes to what a kernel holds. */
sealed interface CommitEntry {

  /**
   * A kernel opened the store.
   *
   * @param origin the number of the store, minted by the first to open it
   * @param epoch one more than before if the last stop was unclean
   */
  record Opened(long origin, int epoch) implements CommitEntry {}

  /** A stream came to be. */
  record Created(long incarnation, StreamDescriptor descriptor) implements CommitEntry {}

  /**
   * A stream came to be that shares the history of another.
   *
   * @param parent the first event of the other that it does not share
   * @param earliest the first offset that can be read
   */
  record Forked(long incarnation, StreamDescriptor descriptor, Reference parent, long earliest)
      implements CommitEntry {}

  /** A stream ceased to be. */
  record Deleted(long incarnation) implements CommitEntry {}

  /** Nothing of a stream before {@code earliest} can be read any more. */
  record Trimmed(long incarnation, long earliest) implements CommitEntry {}

  /** The settings of a stream were set. */
  record Configured(long incarnation, Configuration configuration) implements CommitEntry {}

  /** Events were appended to a stream. */
  record Appended(Chunk chunk) implements CommitEntry {}

  /** The batch {@code producer} was appended to a stream, at {@code first} to {@code last}. */
  record Numbered(long incarnation, Producer producer, long first, long last)
      implements CommitEntry {}

  /** A lease is as {@code lease} says. */
  record Leased(Lease lease) implements CommitEntry {}

  /**
   * The lease of a consumer was removed.
   *
   * @param generation the greatest of all consumers that the stream has forgotten
   */
  record Forgotten(long incarnation, String consumer, long generation) implements CommitEntry {}

  /** A stream was sealed. */
  record Sealed(long incarnation) implements CommitEntry {}

  /** The kernel closed the store: nothing follows until the next {@link Opened}. */
  record Closed() implements CommitEntry {}
}
