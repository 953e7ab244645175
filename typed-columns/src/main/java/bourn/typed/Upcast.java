package bourn.typed;

import bourn.kernel.AppendRequest;
import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StorageException;
import bourn.kernel.StreamName;
import bourn.kernel.StreamSettings;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Makes the rows of a stream rows of a type that no change of its type leads to: each by a
 * function, into a new incarnation of the stream.
 */
public final class Upcast {

  /*
   * The new rows go into a stream beside, under the name with SUFFIX behind, while the old stream
   * can be read and appended to. Once they are all there the old one is sealed, what came meanwhile
   * follows, the old one is deleted, and its name given to a fork of the stream beside. All of it
   * is in one order of commits, so that a crash leaves the old stream whole, or the new rows whole;
   * for a moment, between the last two steps, these are under the name beside only.
   */

  private static final String SUFFIX = ".upcast";
  private static final int ROWS_A_BATCH = 10_000;

  private Upcast() {}

  /**
   * Has {@code stream} hold {@code upcaster} of each of its rows, in order, as rows of {@code
   * type}; returns the new incarnation, whose offsets begin with 0. Settings stay. Stamps are new,
   * leases and forks stay with what was before. Whoever appends to the old incarnation is told that
   * it is sealed, then deleted. Takes as long as to append all rows.
   *
   * @param upcaster is given and returns rows as maps; references to blobs may be passed on
   * @throws bourn.kernel.AppendRefusedException if it returns what is no row of the type: then
   *     nothing has changed, unless the row was appended meanwhile; then the stream is sealed
   * @throws IllegalArgumentException if this is no typed stream
   */
  public static EventStream rewrite(
      EventStream stream, ProductType type, UnaryOperator<Value> upcaster) {
    ProductType.of(stream);
    Kernel kernel = stream.kernel();
    StreamName name = stream.descriptor().name();
    StreamName beside = new StreamName(name.text() + SUFFIX);
    kernel.delete(beside);
    EventStream made = kernel.open(type.describe(beside.text()));
    long next;
    try {
      next = copy(stream, stream.extent().earliest(), made, upcaster);
    } catch (RuntimeException e) {
      kernel.delete(beside);
      throw e;
    }
    stream.seal(List.of());
    copy(stream, next, made, upcaster);
    StreamSettings settings = stream.settings();
    kernel.delete(name);
    EventStream renewed = made.fork(name, made.extent().tail());
    renewed.configure(settings);
    kernel.delete(beside);
    return renewed;
  }

  /** Copies all rows from offset {@code from} on; returns the offset after the last. */
  private static long copy(
      EventStream stream, long from, EventStream made, UnaryOperator<Value> upcaster) {
    long next = from;
    while (next < stream.extent().tail()) {
      Bound bound = new Bound(next, Math.min(next + ROWS_A_BATCH, stream.extent().tail()));
      List<Value> rows = new ArrayList<>();
      try (Reader reader = stream.bound(bound, CausalContext.NONE).read()) {
        Step step;
        while ((step = reader.next()) == Step.EVENT) {
          rows.add(upcaster.apply(reader.value()));
        }
        if (step == Step.GAP) {
          throw new StorageException("rows of " + stream.descriptor().name() + ": " + reader.gap());
        }
      }
      made.append(AppendRequest.of(rows)).orThrow();
      next = bound.until();
    }
    return next;
  }
}
