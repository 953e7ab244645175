package bourn.index;

import bourn.datoms.Transaction;
import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.Cursor;
import bourn.kernel.Deadline;
import bourn.kernel.EventStream;
import bourn.kernel.Reader;
import bourn.kernel.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the transactions of a datom stream, those there and those to come. Reading removes
 * nothing, so any number of these read the same stream. Confined to one thread.
 *
 * <pre>{@code
 * try (Reports reports = people.reports(0)) {
 *   for (Report report; (report = reports.next(Deadline.NEVER)) != null; ) {
 *     handle(report.datoms());
 *   }
 * }
 * }</pre>
 */
public final class Reports implements AutoCloseable {

  private final DatomStream datoms;
  private final EventStream stream;
  private final CausalContext context;
  private final Reader reader;

  Reports(DatomStream datoms, Cursor from, CausalContext context) {
    this.datoms = datoms;
    this.stream = datoms.stream();
    this.context = context;
    this.reader = stream.read(from, context);
  }

  /**
   * Returns what the next transaction did, and waits until there is one: null when {@code deadline}
   * has passed, or when the stream was sealed and no other will come.
   *
   * @throws StorageException if the transaction is there no more
   * @throws IllegalStateException if the kernel is closed
   */
  public @Nullable Report next(Deadline deadline) throws InterruptedException {
    while (true) {
      switch (reader.next()) {
        case EVENT -> {
          return report();
        }
        case BLOCKED -> {
          long offset = reader.cursor().offset();
          stream.awaitBeyond(offset, deadline);
          if (!stream.isBeyond(offset)) {
            return null;
          }
        }
        case GAP ->
            throw new StorageException(
                "a transaction of " + stream.descriptor().name() + " is gone: " + reader.gap());
        case END -> {
          return null;
        }
      }
    }
  }

  private Report report() {
    long t = reader.offset();
    return new Report(
        datoms.db(new Bound(0, t), context),
        datoms.db(new Bound(0, t + 1), context),
        Transaction.of(t, reader.value()).datoms(),
        reader.stamp(),
        t);
  }

  /** Returns the position after the last report: others go on from here. */
  public Cursor cursor() {
    return reader.cursor();
  }

  @Override
  public void close() {
    reader.close();
  }
}
