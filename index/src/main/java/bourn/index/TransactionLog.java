package bourn.index;

import bourn.datoms.Transaction;
import bourn.kernel.CausalContext;
import bourn.kernel.Cursor;
import bourn.kernel.EventStream;
import bourn.kernel.Extent;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StorageException;
import java.util.function.Consumer;

/** The transactions of a stream, one after the other. */
final class TransactionLog {

  private TransactionLog() {}

  /**
   * Passes the transactions {@code [from, until)} of {@code stream}.
   *
   * @throws StorageException if one of them cannot be had
   */
  static void read(EventStream stream, long from, long until, Consumer<Transaction> out) {
    if (from >= until) {
      return;
    }
    Extent extent = stream.extent();
    Cursor cursor = new Cursor(extent.incarnation(), extent.epoch(), from);
    try (Reader reader = stream.read(cursor, CausalContext.NONE)) {
      for (long t = from; t < until; t++) {
        if (reader.next() != Step.EVENT || reader.offset() != t) {
          throw new StorageException(
              "the transaction at offset "
                  + t
                  + " of "
                  + stream.descriptor().name()
                  + " is required to fold its log, and cannot be read");
        }
        out.accept(Transaction.of(t, reader.value()));
      }
    }
  }
}
