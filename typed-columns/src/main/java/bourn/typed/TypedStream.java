package bourn.typed;

import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.BoundedStream;
import bourn.kernel.EventStream;
import bourn.kernel.Events;
import bourn.kernel.InvalidEventsException;
import bourn.kernel.Kernel;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StorageException;
import java.util.List;
import java.util.function.Consumer;

/**
 * A stream of rows of one record class, whose components are the fields of the stream's type: of
 * the same names and types in the same order. Safe for use by several threads.
 *
 * <pre>{@code
 * TypedStream<Flight> flights = TypedStream.open(kernel, "flights", Flight.class);
 * flights.append(List.of(new Flight(departure, 12, 954, "SEA")));
 * flights.append(flights.request(more).durable().within(context));
 * }</pre>
 */
public final class TypedStream<R extends Record> {

  private final EventStream stream;
  private final RecordShape<R> shape;

  private TypedStream(EventStream stream, RecordShape<R> shape) {
    this.stream = stream;
    this.shape = shape;
  }

  /**
   * Opens the stream of that name, and creates it if there is none.
   *
   * @throws IllegalArgumentException if there is one of that name with other fields, or no product
   *     type holds the record's components
   */
  public static <R extends Record> TypedStream<R> open(Kernel kernel, String name, Class<R> rows) {
    RecordShape<R> shape = RecordShape.of(rows);
    EventStream stream = shape.type().open(kernel, name);
    return new TypedStream<>(stream, shape.of(ProductType.of(stream)));
  }

  /** Returns what every row holds. */
  public ProductType type() {
    return shape.type();
  }

  /** Returns this stream in the contract of all streams; its events are maps. */
  public EventStream stream() {
    return stream;
  }

  /** Appends all of {@code rows}, at least 1, or nothing, to the log. */
  public Append append(List<R> rows) {
    try {
      return stream.append(request(rows));
    } catch (InvalidEventsException e) {
      return new Append.Invalid(e.violations());
    }
  }

  /** Appends all of {@code rows} or nothing, to the log. Reads the arrays before it returns. */
  public Append append(Columns rows) {
    try {
      return stream.append(request(rows));
    } catch (InvalidEventsException e) {
      return new Append.Invalid(e.violations());
    }
  }

  /** Appends what {@link #request} made, under its own terms. */
  public Append append(AppendRequest request) {
    return stream.append(request);
  }

  /**
   * Returns a request to append {@code rows}, at least 1.
   *
   * @throws InvalidEventsException if a row does not fit: a component that may not be is null
   * @throws IllegalStateException if the type of the stream has changed since this was opened
   */
  public AppendRequest request(List<R> rows) {
    requireType();
    byte[] body =
        TypedFormat.encode(
            shape.type(),
            rows.size(),
            (row, field) -> shape.value(rows.get(row), field),
            new RowChecks());
    return AppendRequest.of(new Events.Encoded(rows.size(), body));
  }

  /**
   * Returns a request to append {@code rows}.
   *
   * @throws InvalidEventsException if a value does not fit its field
   * @throws IllegalArgumentException if the rows are of another type
   */
  public AppendRequest request(Columns rows) {
    return rows.request(stream);
  }

  /** Returns everything that can be read now, as columns. */
  public TypedTable table() {
    return TypedTable.of(stream.bound());
  }

  /**
   * Passes each row of {@code bounded}, a bound of this stream, to {@code sink}, newly made.
   *
   * @throws StorageException if events inside the bound cannot be had
   * @throws IllegalStateException if the type of the stream has changed since this was opened
   */
  public void forEach(BoundedStream bounded, Consumer<R> sink) {
    requireType();
    try (Reader reader = bounded.read()) {
      Step step;
      while ((step = reader.next()) == Step.EVENT) {
        sink.accept(shape.row(reader.value()));
      }
      if (step == Step.GAP) {
        throw new StorageException("rows of " + stream.descriptor().name() + ": " + reader.gap());
      }
    }
  }

  private void requireType() {
    ProductType now = ProductType.of(stream);
    if (!now.equals(shape.type())) {
      throw new IllegalStateException(
          "rows of "
              + stream.descriptor().name()
              + " are "
              + now.declaration()
              + " by now; open it with a record of such components, was "
              + shape.type().declaration());
    }
  }
}
