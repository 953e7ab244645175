package bourn.adapters;

import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.CausalContext;
import bourn.kernel.Cursor;
import bourn.kernel.Deadline;
import bourn.kernel.EventStream;
import bourn.kernel.Reader;
import bourn.kernel.Value;
import bourn.kernel.Waiter;
import bourn.kernel.Watch;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A stream in the manner of Go's channels. To put is to append; to take is to read the next event,
 * once among all who take from this channel. Safe for use by several threads.
 *
 * <p>What is taken stays in the stream: a channel is a position in a history that only grows. Two
 * channels over one stream take independently, each every event. Nothing is ever full but a stream
 * whose retention a lease holds, so a put hands over nothing and waits for no taker.
 *
 * <p>There are two ways to close. {@link #seal} is Go's {@code close}: it ends the stream, for ever
 * and for everyone; puts are refused, takes get what is left and then {@link Take.Closed}. {@link
 * #close} ends this channel only: who takes from it, parked or later, gets {@link Take.Closed}, and
 * the stream is left as it is.
 */
public final class Channel implements AutoCloseable {

  /*
   * Takers share one reader under a lock, which they hold for a look and never while they wait.
   * Who finds nothing waits for the tail to pass the position it saw; when another is faster, it
   * finds nothing again and waits for the next. So a taker parks only while everything is taken.
   */

  private final EventStream stream;
  private final CausalContext context;
  private final Reader reader;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Waiter> parked = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private Channel(EventStream stream, Cursor from, CausalContext context) {
    this.stream = stream;
    this.context = context;
    this.reader = stream.read(from, context);
  }

  /** Opens a channel that takes everything in {@code stream}, from the earliest event on. */
  public static Channel over(EventStream stream) {
    return over(stream, stream.extent().earliestCursor(), CausalContext.NONE);
  }

  /** Opens a channel that takes from {@code from} on, and takes and puts within {@code context}. */
  public static Channel over(EventStream stream, Cursor from, CausalContext context) {
    return new Channel(stream, from, context);
  }

  /** Returns the stream below. */
  public EventStream stream() {
    return stream;
  }

  /** Puts {@code value} at the end of the stream, waiting for room where that is limited. */
  public Append put(Value value) throws InterruptedException {
    return put(value, Deadline.NEVER);
  }

  /**
   * Puts {@code value} at the end of the stream.
   *
   * @return {@link Append.Full} if there was no room until {@code deadline}, {@link Append.Sealed}
   *     if the stream has ended
   * @throws IllegalStateException if this channel was closed
   */
  public Append put(Value value, Deadline deadline) throws InterruptedException {
    return stream.append(request(value), deadline);
  }

  /** Puts {@code value} at the end of the stream, or returns {@link Append.Full} at once. */
  public Append tryPut(Value value) {
    return stream.append(request(value));
  }

  private AppendRequest request(Value value) {
    if (closed) {
      throw new IllegalStateException(
          "the channel over " + stream.descriptor().name() + " is closed");
    }
    return AppendRequest.of(value).within(context);
  }

  /** Ends the stream, for ever and for everyone who reads it. */
  public void seal() {
    stream.seal(List.of());
  }

  /** Takes the next event, waiting for it: {@link Take.Taken} or {@link Take.Closed}. */
  public Take take() throws InterruptedException {
    return take(Deadline.NEVER);
  }

  /**
   * Takes the next event, waiting for it until {@code deadline}.
   *
   * @throws GapException if it cannot be had
   */
  public Take take(Deadline deadline) throws InterruptedException {
    return Select.await(List.of(this), deadline);
  }

  /**
   * Takes the next event if there is one. Never waits.
   *
   * @throws GapException if it cannot be had
   */
  public Take tryTake() {
    lock.lock();
    try {
      if (closed) {
        return new Take.Closed(this);
      }
      return switch (reader.next()) {
        case EVENT -> new Take.Taken(this, reader.offset(), reader.value());
        case BLOCKED -> new Take.Nothing();
        case END -> new Take.Closed(this);
        case GAP -> throw new GapException(stream.descriptor().name(), reader.gap());
      };
    } finally {
      lock.unlock();
    }
  }

  /** Returns the position after the event taken last: a channel over it takes what is left. */
  public Cursor cursor() {
    lock.lock();
    try {
      return reader.cursor();
    } finally {
      lock.unlock();
    }
  }

  /** Has {@code waiter} signalled when there may be something to take, or this is closed. */
  Watch watch(Waiter waiter) {
    Watch growth = stream.watch(cursor().offset(), waiter);
    parked.add(waiter);
    if (closed) {
      waiter.signal();
    }
    return () -> {
      parked.remove(waiter);
      growth.close();
    };
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      reader.close();
    } finally {
      lock.unlock();
    }
    parked.forEach(Waiter::signal);
  }

  @Override
  public String toString() {
    return "channel over " + stream;
  }
}
