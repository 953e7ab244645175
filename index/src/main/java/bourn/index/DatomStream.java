package bourn.index;

import bourn.datoms.TransactionException;
import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.Cursor;
import bourn.kernel.Deadline;
import bourn.kernel.Durability;
import bourn.kernel.EventStream;
import bourn.kernel.Extent;
import bourn.kernel.Kernel;
import bourn.kernel.ProgressListener;
import bourn.kernel.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A stream of transactions with its index: the one way in for datoms, and the way out as {@link
 * Database}. Safe for use by several threads; transactions of one stream happen one at a time.
 *
 * <pre>{@code
 * try (DatomStream people = DatomStream.open(kernel, "people")) {
 *   people.transact(List.of(Value.map("person/name", "Ada", "person/age", 36)));
 *   Database db = people.db();
 * }
 * }</pre>
 */
public interface DatomStream extends AutoCloseable {

  /**
   * Opens a datom stream, and creates it if there is none of that name. All handles on one stream
   * of one kernel share its index. Close it before the kernel.
   *
   * @throws IllegalArgumentException if there is a stream of that name of another kind
   */
  static DatomStream open(Kernel kernel, String name) {
    return IndexedStream.open(kernel, name, Limits.DEFAULT);
  }

  /** Returns the stream below. Append to it through this handle only. */
  EventStream stream();

  /** Appends a transaction to the log, caused by nothing. */
  default Transacted transact(List<Value> forms) {
    return transact(forms, CausalContext.NONE, Durability.LOG);
  }

  /**
   * Appends a transaction: all of its forms or nothing. Prepared on everything before it, whoever
   * wrote that, and visible to every {@link #db} made after this returns.
   *
   * @param forms maps, and lists that begin with {@code :db/add}, {@code :db/retract}, {@code
   *     :db/retractEntity} or {@code :db/cas}
   * @param context whose frontier becomes the causes of the transaction
   * @param durability what the acknowledged transaction survives
   * @throws TransactionException if the forms break a rule
   * @throws bourn.kernel.AppendRefusedException if the stream takes no more
   */
  default Transacted transact(List<Value> forms, CausalContext context, Durability durability) {
    return transact(before -> forms, context, durability);
  }

  /**
   * Appends a transaction of the forms that {@code forms} makes of the database before it. Nothing
   * else is transacted to the stream through this kernel meanwhile; it may be asked more than once,
   * and what it throws refuses the transaction.
   */
  Transacted transact(
      Function<Database, List<Value>> forms, CausalContext context, Durability durability);

  /**
   * Prepares a transaction on {@code before} and does not append it, so that it can be committed
   * together with other things.
   *
   * @param before a database of this stream, from its beginning
   * @throws TransactionException if the forms break a rule
   * @throws IllegalArgumentException if {@code before} is another
   */
  Proposed propose(Database before, List<Value> forms);

  /**
   * Returns what {@code work} returns while nothing else is transacted to the stream through this
   * kernel, empty if others transact until {@code deadline}, or the thread is interrupted while it
   * waits. It may transact itself.
   */
  <T> Optional<T> alone(Deadline deadline, Supplier<T> work);

  /** Returns everything transacted so far, read within no context. */
  Database db();

  /**
   * Returns what was transacted inside {@code bound}; querying it counts as reading it within
   * {@code context}.
   *
   * @throws IllegalArgumentException if {@code bound} reaches beyond the tail
   */
  Database db(Bound bound, CausalContext context);

  /**
   * Returns what the transactions from {@code t} on did, and those to come.
   *
   * @param t the offset of the first; that of the next transaction is {@code
   *     stream().extent().tail()}
   */
  default Reports reports(long t) {
    Extent extent = stream().extent();
    return reports(new Cursor(extent.incarnation(), extent.epoch(), t), CausalContext.NONE);
  }

  /** Does as {@link #reports(long)} from {@code cursor} on; that counts as reading in a context. */
  default Reports reports(Cursor cursor, CausalContext context) {
    return new Reports(this, cursor, context);
  }

  /** Has {@code listener} told of every transaction after this call, until it is closed. */
  default Listening listen(Consumer<Report> listener) {
    return Listening.begin(reports(stream().extent().tail()), listener);
  }

  /** Waits until everything transacted so far is in segments, and none of it in memory only. */
  void settle();

  /**
   * Throws the durable index away and builds it again from the log. Databases answer as before
   * meanwhile; transactions wait when more of them come than memory holds. If the log cannot be
   * read, or the process ends, the index stays as it was.
   *
   * @param progress is told of transactions
   * @throws bourn.kernel.StorageException if the log cannot be read from its beginning
   */
  void rebuild(ProgressListener progress);

  /**
   * Waits until all that transactions so far said is to be excised, by {@code :db/excise}, is gone,
   * in memory and in the files of the store.
   *
   * <p>That begins by itself, behind the transaction, and again when the stream is read or written
   * after that was stopped. When it is done, the transaction's entity with {@code :db/excise} gets
   * {@code :db.excise/done}. Databases from before lose the facts too; one that {@link
   * Database#with} made has them in memory, or fails, until it is let go of.
   *
   * @return whether it is: not when {@code deadline} has passed
   * @throws bourn.kernel.StorageException if it failed; another call tries again
   * @throws InterruptedException if the thread is interrupted; the work goes on
   */
  boolean awaitExcised(Deadline deadline) throws InterruptedException;

  /**
   * Folds the log without the index, and compares what comes of it with what the index answers, in
   * every order: now, in history, and as of transactions in the past. Reads all segments from the
   * store; holds neither log nor index in memory.
   *
   * @param progress is told of transactions, then of facts
   * @throws bourn.kernel.StorageException if the log cannot be read from its beginning
   */
  IndexReport verify(ProgressListener progress);

  @Override
  void close();
}
