package bourn.index;

import bourn.datoms.Prepared;
import bourn.datoms.Transaction;
import bourn.datoms.Transactor;
import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.Bound;
import bourn.kernel.BoundedStream;
import bourn.kernel.CausalContext;
import bourn.kernel.Cursor;
import bourn.kernel.Durability;
import bourn.kernel.EventStream;
import bourn.kernel.Extent;
import bourn.kernel.Kernel;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StorageException;
import bourn.kernel.Value;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The one index of a datom stream: follows its log, and prepares what is appended to it. */
final class StreamIndex {

  private static final int MOST_ATTEMPTS = 64;

  private final Kernel kernel;
  private final EventStream stream;
  private final ReentrantLock writing = new ReentrantLock();
  private final Novelty novelty = new Novelty();
  private volatile Snapshot snapshot;

  StreamIndex(Kernel kernel, EventStream stream) {
    this.kernel = kernel;
    this.stream = stream;
    this.snapshot =
        new Snapshot(id -> Segment.EMPTY, Base.empty(), List.of(), Snapshot.State.INITIAL);
  }

  EventStream stream() {
    return stream;
  }

  /** Returns the newest snapshot, whose segments stay until it is unpinned. */
  Snapshot pin() {
    Snapshot newest = snapshot;
    while (!newest.base().pin()) {
      newest = snapshot;
    }
    return newest;
  }

  void unpin(Snapshot pinned) {
    pinned.base().unpin();
  }

  /** Returns everything transacted so far. */
  Database database(CausalContext context) {
    return database(new Bound(0, stream.extent().tail()), context);
  }

  /** Returns what was transacted inside {@code bound}. */
  Database database(Bound bound, CausalContext context) {
    return database(stream.bound(bound, context), context);
  }

  Database database(BoundedStream bounded, CausalContext context) {
    follow(bounded.bound().until());
    return new WindowDatabase(this, bounded, context, false);
  }

  /** Reads the log until the index has the transactions before {@code until}. */
  private void follow(long until) {
    if (snapshot.until() >= until) {
      return;
    }
    writing.lock();
    try {
      fold(until);
    } finally {
      writing.unlock();
    }
  }

  private void fold(long until) {
    if (snapshot.until() >= until) {
      return;
    }
    Extent extent = stream.extent();
    Cursor cursor = new Cursor(extent.incarnation(), extent.epoch(), snapshot.until());
    try (Reader reader = stream.read(cursor, CausalContext.NONE)) {
      while (snapshot.until() < until) {
        if (reader.next() != Step.EVENT || reader.offset() != snapshot.until()) {
          throw new StorageException(
              "the index of "
                  + stream.descriptor().name()
                  + " needs the transaction at offset "
                  + snapshot.until()
                  + ", which cannot be read");
        }
        apply(Transaction.of(reader.offset(), reader.value()));
      }
    }
  }

  private void apply(Transaction transaction) {
    snapshot = snapshot.after(transaction, novelty.add(snapshot.novelty(), Run.of(transaction)));
  }

  /** Appends a transaction, as {@link DatomStream#transact} says. */
  Transacted transact(List<Value> forms, CausalContext context, Durability durability) {
    writing.lock();
    try {
      Append outcome = null;
      for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        fold(stream.extent().tail());
        Snapshot before = snapshot;
        Prepared prepared = Transactor.prepare(forms, before, before.until(), nowMicros());
        outcome =
            stream.append(
                AppendRequest.of(prepared.transaction().toValue())
                    .ifTailIs(before.until())
                    .with(durability)
                    .within(context));
        if (!(outcome instanceof Append.Conflict)) {
          return transacted(prepared, outcome.orThrow(), context);
        }
      }
      throw new IllegalStateException(
          "a transaction needs the tail to stay for a moment, and it moved "
              + MOST_ATTEMPTS
              + " times: "
              + outcome);
    } finally {
      writing.unlock();
    }
  }

  private Transacted transacted(
      Prepared prepared, Append.Appended appended, CausalContext context) {
    Transaction transaction = prepared.transaction();
    apply(transaction);
    long t = transaction.t();
    return new Transacted(
        database(new Bound(0, t), context),
        database(new Bound(0, t + 1), context),
        transaction.datoms(),
        prepared.tempids(),
        appended.stamp(),
        t);
  }

  private long nowMicros() {
    Instant now = kernel.environment().clock().instant();
    return now.getEpochSecond() * 1_000_000L + now.getNano() / 1_000;
  }

  /** Waits until all novelty is in segments. */
  void settle() {}

  void close() {}
}
