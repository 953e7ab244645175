package bourn.adapters;

import bourn.kernel.BoundedStream;
import bourn.kernel.CausalContext;
import bourn.kernel.Cursor;
import bourn.kernel.Deadline;
import bourn.kernel.EventStream;
import bourn.kernel.Reader;
import bourn.kernel.Value;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * How a stream is to be read: where from, until when, as what, and how to wait. A value: it opens a
 * reader of its own for each iterator, stream and subscriber, and may be used again and by several
 * threads.
 *
 * <pre>{@code
 * try (Stream<Value> values = Reading.of(orders).values().stream()) {
 *   values.filter(large).limit(10).forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>Reading a stream follows its live tail: it waits where there is nothing more, and ends when
 * the stream is sealed. Reading a bounded stream ends with the bound and never waits.
 *
 * @param <T> what each event is delivered as
 */
public final class Reading<T> {

  private final EventStream stream;
  private final Supplier<Reader> readers;
  private final Function<? super Reader, ? extends T> elements;
  private final WaitStrategy strategy;
  private final Deadline deadline;

  private Reading(
      EventStream stream,
      Supplier<Reader> readers,
      Function<? super Reader, ? extends T> elements,
      WaitStrategy strategy,
      Deadline deadline) {
    this.stream = stream;
    this.readers = readers;
    this.elements = elements;
    this.strategy = strategy;
    this.deadline = deadline;
  }

  /** Returns the reading of all of {@code stream} and of what is appended to it. */
  public static Reading<Event> of(EventStream stream) {
    return of(stream, CausalContext.NONE);
  }

  /** Returns the same, where what is read becomes a cause of what {@code context} appends. */
  public static Reading<Event> of(EventStream stream, CausalContext context) {
    return of(stream, () -> stream.read(stream.extent().earliestCursor(), context));
  }

  /** Returns the reading of {@code bounded}, within the context that it was bounded in. */
  public static Reading<Event> of(BoundedStream bounded) {
    return of(bounded.stream(), bounded::read);
  }

  private static Reading<Event> of(EventStream stream, Supplier<Reader> readers) {
    return new Reading<>(stream, readers, Event::of, WaitStrategy.PARK, Deadline.NEVER);
  }

  /** Returns this reading, beginning at {@code cursor}. */
  public Reading<T> from(Cursor cursor) {
    return new Reading<>(stream, () -> at(cursor), elements, strategy, deadline);
  }

  private Reader at(Cursor cursor) {
    Reader reader = readers.get();
    reader.seek(cursor);
    return reader;
  }

  /** Returns this reading, which ends at {@code deadline} whether or not there is more. */
  public Reading<T> until(Deadline deadline) {
    return new Reading<>(stream, readers, elements, strategy, deadline);
  }

  /** Returns this reading, which waits at the tail as {@code strategy} says. */
  public Reading<T> waiting(WaitStrategy strategy) {
    return new Reading<>(stream, readers, elements, strategy, deadline);
  }

  /** Returns this reading, of values alone. */
  public Reading<Value> values() {
    return as(Reader::value);
  }

  /**
   * Returns this reading, where {@code elements} makes what is delivered, none of it null. It is
   * given a reader that stands on the event, from which it may take the payload without a copy, and
   * which it must not move. What it does not take is not decoded.
   */
  public <R> Reading<R> as(Function<? super Reader, ? extends R> elements) {
    return new Reading<>(stream, readers, elements, strategy, deadline);
  }

  /** Opens an iterator, which the caller closes. */
  public EventIterator<T> iterator() {
    return new EventIterator<>(open());
  }

  /**
   * Opens a sequential, ordered stream that reads only as far as it is asked for, so that it can be
   * cut short although there is no end. The caller closes it. Waits as {@link
   * EventIterator#hasNext} does, with the same exceptions.
   */
  public Stream<T> stream() {
    EventIterator<T> events = iterator();
    return StreamSupport.stream(new EventSpliterator<>(events), false).onClose(events::close);
  }

  /**
   * Calls {@code action} with each element, until the end or the deadline.
   *
   * @throws GapException if events cannot be had
   * @throws InterruptedException if the thread is interrupted, before or while it waits
   */
  public void forEach(Consumer<? super T> action) throws InterruptedException {
    try (Pump<T> pump = open()) {
      while (pump.advance() == Pump.Found.EVENT) {
        action.accept(pump.element());
      }
    }
  }

  /**
   * Returns a publisher that reads for each subscriber on a virtual thread of its own, as fast as
   * that subscriber asks for elements: a slow one slows neither writers nor other subscribers.
   *
   * <p>The end of the stream or bound is {@code onComplete}. A gap is {@code onError} with {@link
   * GapException}, a deadline that passes with {@link java.util.concurrent.TimeoutException}, a
   * failing disk with {@link bourn.kernel.StorageException}.
   */
  public Flow.Publisher<T> publisher() {
    return subscriber -> Subscription.start(Objects.requireNonNull(subscriber), this::open);
  }

  Pump<T> open() {
    return new Pump<>(stream, readers.get(), elements, strategy, deadline);
  }
}
