package bourn.adapters;

import bourn.kernel.Cursor;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;

/**
 * Iterates over the events of a stream, waiting for the next where there is none yet. Meant for
 * virtual threads, of which many may wait. Confined to one thread at a time.
 */
public final class EventIterator<T> implements Iterator<T>, AutoCloseable {

  private final Pump<T> pump;
  private boolean fetched;
  private boolean ended;
  private boolean closed;

  EventIterator(Pump<T> pump) {
    this.pump = pump;
  }

  /**
   * Returns whether there is a further event, waiting until that is known: false at the end, at the
   * deadline and once this is closed.
   *
   * @throws GapException if there was one and it cannot be had
   * @throws CancellationException if the thread is interrupted, before or while it waits; it stays
   *     interrupted
   * @throws IllegalStateException if the kernel is closed
   * @throws bourn.kernel.StorageException if the disk failed
   */
  @Override
  public boolean hasNext() {
    if (!fetched && !ended && !closed) {
      fetch();
    }
    return fetched;
  }

  private void fetch() {
    try {
      Pump.Found found = pump.advance();
      fetched = found == Pump.Found.EVENT;
      ended = found == Pump.Found.END;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException cancelled = new CancellationException("interrupted while reading");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException(ended ? "the stream has ended" : "the reading has ended");
    }
    T element = pump.element();
    fetched = false;
    return element;
  }

  /**
   * Returns whether the stream or bound has ended, so that no further event will ever come. Tells
   * that end from a deadline after {@link #hasNext} has returned false.
   */
  public boolean ended() {
    return ended;
  }

  /** Returns the position after the last element returned: reading can go on from there. */
  public Cursor cursor() {
    Cursor read = pump.cursor();
    return fetched ? new Cursor(read.incarnation(), read.epoch(), read.offset() - 1) : read;
  }

  @Override
  public void close() {
    closed = true;
    fetched = false;
    pump.close();
  }
}
