package bourn.kernel;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A store of streams with one commit order. Safe for use by several threads.
 *
 * <p>Everything it holds is a fold over its {@link CommitLog}.
 */
public interface Kernel extends AutoCloseable {

  /**
   * Opens a stream, and creates it if there is none of that name. Creation is in the commit log
   * when this returns.
   *
   * @throws IllegalArgumentException if there is one of that name of another kind or type, or if
   *     the name begins with {@code bourn/}: such streams are the kernel's own
   */
  EventStream open(StreamDescriptor descriptor);

  /** Returns the stream of that name, if there is one. */
  Optional<EventStream> find(StreamName name);

  /** Returns the stream of that incarnation, if it lives. */
  Optional<EventStream> find(long incarnation);

  /** Returns what streams there are, by name; not those that the kernel keeps for itself. */
  List<StreamDescriptor> streams();

  /**
   * Deletes the stream of that name. Whoever still reads it gets {@link Gap}, whoever appends to it
   * {@link Append.Deleted}; what was bounded before stays readable while it is held. A stream
   * opened under the name later is another one. Deletion is in the commit log when this returns.
   *
   * @return whether there was one
   */
  boolean delete(StreamName name);

  /**
   * Appends to several streams and stores positions as one: all or nothing.
   *
   * @throws IllegalArgumentException if there is no stream of a name in it, or if all of it has
   *     more than 128 MiB; each batch may have as much as {@link EventStream#append(AppendRequest)}
   *     says
   */
  Committed commit(CommitRequest request);

  /**
   * Does as {@link #commit(CommitRequest)}, but while nothing refuses the commit but that streams
   * are {@link Append.Full}, waits until leases have moved. Such is the outcome only when {@code
   * deadline} has passed. Parks the calling thread, so call it from virtual threads when there are
   * many.
   *
   * @throws InterruptedException if the thread is interrupted while it waits; nothing is appended
   */
  Committed commit(CommitRequest request, Deadline deadline) throws InterruptedException;

  /**
   * Returns the bounds of {@code streams} after one commit, which are causally closed.
   *
   * @throws IllegalArgumentException if there is no stream of one of these names
   */
  Cut cut(Collection<StreamName> streams);

  /** Returns which events can have led to which. */
  CausalOrder order();

  /** Returns a new unit of work that has read nothing. */
  CausalContext newContext();

  /**
   * Replaces events of {@code stream} where they lie: those before the tail as it is now, in
   * bounded streams that are there already too, and where a fork shares them. Offsets and stamps
   * stay. Their old bytes are in files until {@link #purge}. May be done again.
   *
   * @param progress is told of events
   * @throws IllegalArgumentException if the stream is compacted, or of another kernel
   * @throws StorageException if events cannot be read, or the disk failed
   */
  void redact(EventStream stream, Redaction redaction, ProgressListener progress);

  /**
   * Leaves nothing in the files of this store of what events were before they were redacted, nor of
   * what was removed from {@link #derived} before. What other processes have open, and copies of
   * the store, are not reached. Writes the state once more. Appends go on meanwhile.
   *
   * @param redactions what was redacted in which streams
   * @throws StorageException if a file cannot be read whole, or the disk failed
   */
  void purge(Map<EventStream, Redaction> redactions);

  /**
   * Returns the state that folds of the log keep beside it: indexes and column segments. It may be
   * behind the log, never ahead of it, and can be deleted and rebuilt.
   */
  KeyValue derived();

  /** Returns where time, randomness and threads come from. */
  Environment environment();

  /**
   * Makes everything appended durable and releases what this kernel holds.
   *
   * @throws IllegalStateException if scans of {@link #derived} are not closed: then the store stays
   *     held until this process ends
   * @throws StorageException if the disk failed meanwhile
   */
  @Override
  void close();
}
