package bourn.datalog;

import bourn.engine.Budget;
import bourn.engine.HostFunctions;
import bourn.engine.QueryException;
import bourn.index.Database;
import bourn.index.DatomStream;
import bourn.index.Listening;
import bourn.index.Report;
import bourn.index.Reports;
import bourn.kernel.Deadline;
import bourn.kernel.StorageException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A query over a datom stream that goes on as the stream does: each transaction gives the
 * difference between the result before it and after it, exactly. Where a transaction can have
 * changed the result through the variables of a pattern, only that part of the result is asked for
 * again; where that is not known, as with recursive rules, pulls and limits, the whole query is.
 * Confined to one thread.
 *
 * <pre>{@code
 * try (LiveQuery live = LiveQuery.over(people, Query.parse(query), List.of(people), ...)) {
 *   show(live.result());
 *   for (Change change; (change = live.next(Deadline.NEVER)) != null; ) {
 *     show(change.added(), change.removed());
 *   }
 * }
 * }</pre>
 */
public final class LiveQuery implements AutoCloseable {

  private final Difference difference;
  private final Reports reports;
  private Database basis;

  private LiveQuery(DatomStream stream, Difference difference) {
    this.difference = difference;
    this.basis = stream.db();
    this.reports = stream.reports(basis.basis() + 1);
  }

  /**
   * Begins with the database of {@code stream} as it is now.
   *
   * @param inputs as for {@link Datalog#query(Query, List, Budget)}; where {@code stream} stands,
   *     its database of the moment is meant
   * @param budget of each time that the query, or a part of it, is asked
   * @throws QueryException if the query is wrong
   */
  public static LiveQuery over(
      DatomStream stream, Query query, List<?> inputs, Budget budget, HostFunctions functions) {
    Difference difference = new Difference(stream, query, inputs, budget, functions);
    LiveQuery live = new LiveQuery(stream, difference);
    difference.check(live.basis);
    return live;
  }

  /** Returns the result as of the last transaction that was gone through. */
  public QueryResult result() {
    return difference.result(basis);
  }

  /**
   * Returns what the next transaction changes, which may be nothing, and waits until there is one:
   * null when {@code deadline} has passed, or when the stream was sealed and no other will come.
   *
   * @throws QueryException if the query exceeds its budget; the transaction counts as gone through
   * @throws StorageException if the transaction is there no more
   */
  public @Nullable Change next(Deadline deadline) throws InterruptedException {
    Report report = reports.next(deadline);
    if (report == null) {
      return null;
    }
    basis = report.after();
    return difference.of(report);
  }

  /**
   * Has {@code listener} told of every change from the one after {@code stream}'s last transaction
   * on, until it is closed; of transactions that change nothing it is not told.
   *
   * @throws QueryException if the query is wrong
   */
  public static Listening listen(
      DatomStream stream,
      Query query,
      List<?> inputs,
      Budget budget,
      HostFunctions functions,
      Consumer<Change> listener) {
    Difference difference = new Difference(stream, query, inputs, budget, functions);
    difference.check(stream.db());
    return stream.listen(
        report -> {
          Change change = difference.of(report);
          if (!change.none()) {
            listener.accept(change);
          }
        });
  }

  @Override
  public void close() {
    reports.close();
  }
}
