package bourn.kernel;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** An append-only, totally ordered log of values. Safe for use by several threads. */
public interface EventStream {

  /** Returns what this stream is. */
  StreamDescriptor descriptor();

  /** Returns the kernel that this is a stream of. */
  Kernel kernel();

  /** Returns how far this stream reaches now. */
  Extent extent();

  /**
   * Returns the stream that this is a fork of, and the offset from which on they differ; nothing if
   * it is none.
   */
  Optional<Reference> parent();

  /**
   * Returns what names the event at {@code offset} for ever, now or once it is appended: the stream
   * that it was appended to, which of what a fork shares is its parent.
   */
  Reference reference(long offset);

  /** Returns what may change about this stream, as it is now. */
  StreamSettings settings();

  /**
   * Changes what may change about this stream. The settings are in the commit log when this
   * returns; what they drop is dropped by and by, on a thread of the kernel.
   *
   * @throws IllegalArgumentException if they would drop transactions of a datom stream
   * @throws IllegalStateException if this stream was deleted
   */
  void configure(StreamSettings settings);

  /**
   * Drops all events before {@code before}: whoever reads there gets {@link Gap}, at once. Their
   * bytes are reclaimed by and by, once no bounded stream and no fork needs them. Dropping what was
   * dropped before, or beyond the tail, drops only what there is. Leases keep nothing from this.
   *
   * @return the earliest offset there is now
   * @throws IllegalArgumentException if this is a datom stream: facts are not dropped by age
   */
  long trim(long before);

  /** Returns how this stream's events lie in chunks. */
  EventFormat format();

  /**
   * Appends a batch: all of it or nothing. Returns when the batch is as durable as asked for;
   * blocks for nothing else, but for a state too far behind the log.
   *
   * @throws IllegalArgumentException if the batch has more than 64 MiB, or an event more than 16
   * @throws StorageException if the disk failed before: nothing was appended
   * @throws IllegalStateException if the kernel is closed
   */
  Append append(AppendRequest request);

  /**
   * Does as {@link #append(AppendRequest)}, and waits for room while the outcome is {@link
   * Append.Full}: until leases have moved on or ended, or {@code deadline} has passed.
   *
   * @return {@link Append.Full} if the deadline has passed
   * @throws InterruptedException if interrupted while waiting: nothing was appended
   */
  Append append(AppendRequest request, Deadline deadline) throws InterruptedException;

  /**
   * Does as {@link #append(AppendRequest)} without waiting. What depends on the stage may run on a
   * thread that commits or syncs for everyone: it must not wait for the kernel, unless it moves to
   * another thread.
   */
  CompletionStage<Append> submit(AppendRequest request);

  /**
   * Returns the position of the first event appended at or after {@code time}, by the clock of
   * stamps; the tail when there is none. Reads a few chunks.
   */
  Cursor cursorAt(Instant time);

  /** Returns the position of the first event not before {@code stamp} in time, in the same way. */
  Cursor cursorAt(Stamp stamp);

  /** Returns a reader at {@code cursor}, over history and live tail alike. */
  Reader read(Cursor cursor, CausalContext context);

  /**
   * Waits until {@link #isBeyond} or {@code deadline} has passed. Level-triggered: the tail only
   * grows, so no wake-up can be lost.
   *
   * @return the tail
   * @throws IllegalStateException if the kernel is closed
   * @throws StorageException if the disk failed, so that the stream cannot grow
   */
  default long awaitBeyond(long offset, Deadline deadline) throws InterruptedException {
    return Waiting.on(this, offset, deadline);
  }

  /**
   * Waits until one or more of {@code offsets} are passed, as {@link #isBeyond} says, or {@code
   * deadline} has passed. Level-triggered like {@link #awaitBeyond}; costs some 100 ns a stream.
   *
   * @param offsets by stream; the streams may be of different kernels
   * @return the streams whose offset is passed, all of them; none at the deadline
   * @throws IllegalStateException if a kernel is closed
   * @throws StorageException if a disk failed, so that a stream cannot grow
   */
  static Set<EventStream> awaitAny(Map<EventStream, Long> offsets, Deadline deadline)
      throws InterruptedException {
    return Waiting.onAny(offsets, deadline);
  }

  /** Returns whether the tail lies beyond {@code offset}, or the stream is sealed or deleted. */
  boolean isBeyond(long offset);

  /**
   * Has {@code waiter} signalled, once, when {@link #isBeyond} comes to hold or never will because
   * the kernel is closed or its disk failed; at once if it holds already. This is what every wait
   * is made of.
   *
   * @throws IllegalStateException if the kernel is closed
   * @throws StorageException if the disk failed, so that the stream cannot grow
   */
  Watch watch(long offset, Waiter waiter);

  /**
   * Cuts this stream. Querying or reading what is returned counts as reading it within {@code
   * context}.
   *
   * @throws IllegalArgumentException if {@code bound} reaches before the earliest offset or beyond
   *     the tail
   * @throws IllegalStateException if this stream was deleted
   */
  BoundedStream bound(Bound bound, CausalContext context);

  /** Returns everything that can be read now, read within no context. */
  BoundedStream bound();

  /**
   * Returns a new stream of the same kind and type that begins with the events of this before
   * {@code at}, under their offsets, and then goes its own way. Copies nothing: what is shared
   * stays as long as either needs it, whatever becomes of the other. Asking again returns the same
   * stream.
   *
   * @throws IllegalArgumentException if {@code at} lies before the earliest offset or beyond the
   *     tail, if there is another stream of that name, or if this is the 256th fork of a fork
   * @throws IllegalStateException if this stream was deleted
   */
  EventStream fork(StreamName name, long at);

  /** Returns which events of this stream's kernel can have led to which. */
  CausalOrder order();

  /** Returns the leases of consumers on this stream, and the positions they have stored. */
  Leases leases();

  /**
   * Appends {@code last}, which may be empty, and ends this stream for ever, in one step.
   *
   * @return {@link Append.Appended} with {@code last < first} when nothing was to be appended, or
   *     {@link Append.Sealed} if the stream was sealed before
   */
  Append seal(List<Value> last);
}
