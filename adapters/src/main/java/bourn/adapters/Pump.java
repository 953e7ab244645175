package bourn.adapters;

import bourn.kernel.Cursor;
import bourn.kernel.Deadline;
import bourn.kernel.EventStream;
import bourn.kernel.Reader;
import bourn.kernel.Waiter;
import bourn.kernel.Watch;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads after a cursor, delivers, waits. Every adapter is a face of this. Confined to one thread at
 * a time, but for {@link #stop}.
 */
final class Pump<T> implements AutoCloseable {

  /*
   * Waiting is for the tail to pass an offset, a number that only grows, and for a flag that is set
   * once: both are looked at again after the waiter is known to the stream and to stop(). So
   * nothing that happens between a look and a wait is missed.
   *
   * A spinning reader asks the stream for a watch now and then, and drops it: that is where a
   * closed kernel says so.
   */

  /** What {@link #advance} found. */
  enum Found {
    /** The pump stands on an event. */
    EVENT,
    /** No further event will ever come. */
    END,
    /** The deadline has passed. */
    LATE,
    /** Another thread has stopped the pump. */
    STOPPED
  }

  private static final long SPIN_NANOS = 20_000;
  private static final int SPINS = 256;

  private final EventStream stream;
  private final Reader reader;
  private final Function<? super Reader, ? extends T> elements;
  private final WaitStrategy strategy;
  private final Deadline deadline;
  private final boolean timed;
  private volatile boolean stopped;
  private volatile @Nullable Waiter waiter;

  Pump(
      EventStream stream,
      Reader reader,
      Function<? super Reader, ? extends T> elements,
      WaitStrategy strategy,
      Deadline deadline) {
    this.stream = stream;
    this.reader = reader;
    this.elements = elements;
    this.strategy = strategy;
    this.deadline = deadline;
    this.timed = !deadline.equals(Deadline.NEVER);
  }

  /**
   * Moves to the next event, waiting for it.
   *
   * @throws GapException if it cannot be had
   */
  Found advance() throws InterruptedException {
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (stopped) {
        return Found.STOPPED;
      }
      if (timed && deadline.passed()) {
        return Found.LATE;
      }
      switch (reader.next()) {
        case EVENT -> {
          return Found.EVENT;
        }
        case END -> {
          return Found.END;
        }
        case GAP -> throw new GapException(stream.descriptor().name(), reader.gap());
        case BLOCKED -> await(reader.cursor().offset());
      }
    }
  }

  /** Returns the element made of the event that this stands on. */
  T element() {
    return Objects.requireNonNull(elements.apply(reader), "an element must not be null");
  }

  /** Returns the position after the event that this stands on. */
  Cursor cursor() {
    return reader.cursor();
  }

  private void await(long offset) throws InterruptedException {
    switch (strategy) {
      case SPIN -> spin(offset, Long.MAX_VALUE);
      case SPIN_THEN_PARK -> {
        if (!spin(offset, SPIN_NANOS)) {
          park(offset);
        }
      }
      case PARK -> park(offset);
    }
  }

  /** Returns true when there is a reason to look, false when {@code nanos} have passed before. */
  private boolean spin(long offset, long nanos) {
    long start = System.nanoTime();
    while (true) {
      for (int i = 0; i < SPINS; i++) {
        if (stream.isBeyond(offset)) {
          return true;
        }
        Thread.onSpinWait();
      }
      if (stopped || Thread.currentThread().isInterrupted() || (timed && deadline.passed())) {
        return true;
      }
      if (System.nanoTime() - start >= nanos) {
        return false;
      }
      stream.watch(offset, new Waiter()).close();
    }
  }

  private void park(long offset) throws InterruptedException {
    Waiter parked = new Waiter();
    waiter = parked;
    try (Watch _ = stream.watch(offset, parked)) {
      if (!stopped) {
        parked.await(deadline);
      }
    } finally {
      waiter = null;
    }
  }

  /** Has {@link #advance} return {@link Found#STOPPED}, now or later. Any thread may call this. */
  void stop() {
    stopped = true;
    Waiter parked = waiter;
    if (parked != null) {
      parked.signal();
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
