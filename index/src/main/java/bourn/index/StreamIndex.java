package bourn.index;

import bourn.datoms.BuiltIn;
import bourn.datoms.Calls;
import bourn.datoms.Datom;
import bourn.datoms.Prepared;
import bourn.datoms.Transaction;
import bourn.datoms.Transactor;
import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.Bound;
import bourn.kernel.BoundedStream;
import bourn.kernel.CausalContext;
import bourn.kernel.Cursor;
import bourn.kernel.Deadline;
import bourn.kernel.Durability;
import bourn.kernel.EventStream;
import bourn.kernel.Extent;
import bourn.kernel.Gap;
import bourn.kernel.Kernel;
import bourn.kernel.KeyValue;
import bourn.kernel.ProgressListener;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StorageException;
import bourn.kernel.Value;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one index of a datom stream: follows its log, and prepares what is appended to it. */
final class StreamIndex implements Snapshots {

  private static final int MOST_ATTEMPTS = 64;

  private final Kernel kernel;
  private final EventStream stream;
  private final Limits limits;
  private final IndexStore store;
  private final NoveltyShare share;
  private final Functions functions;
  private final Consumer<StreamIndex> wantsMerge;
  private final Consumer<StreamIndex> wantsExcision;
  private final ReentrantLock merging = new ReentrantLock();
  private final ReentrantLock writing = new ReentrantLock();
  private final Condition merged = writing.newCondition();
  private final Condition excised = writing.newCondition();
  private final Novelty novelty = new Novelty();
  private final Deque<Retired> retired = new ArrayDeque<>();
  private volatile Snapshot snapshot;
  private Snapshot.State durable;
  private @Nullable RuntimeException mergeFailure;
  private @Nullable RuntimeException excisionFailure;
  private boolean closed;
  private boolean forgotten;
  private volatile long countedBytes;

  /** A base that is no longer the newest, and the segments that only it and older ones hold. */
  private record Retired(Base base, List<Long> segments) {}

  /**
   * Opens the index of a stream: what of it is durable, and what the log has beyond that.
   *
   * @param share counts the novelty of all indexes
   * @param functions that transactions may call
   * @param wantsMerge is told when there is enough novelty for {@link #merge}
   * @param wantsExcision is told when a mark says that something is to be excised
   */
  StreamIndex(
      Kernel kernel,
      EventStream stream,
      Limits limits,
      SegmentCache cache,
      NoveltyShare share,
      Functions functions,
      Consumer<StreamIndex> wantsMerge,
      Consumer<StreamIndex> wantsExcision) {
    this.limits = limits;
    this.share = share;
    this.functions = functions;
    this.kernel = kernel;
    this.stream = stream;
    this.wantsMerge = wantsMerge;
    this.wantsExcision = wantsExcision;
    Extent extent = stream.extent();
    this.store =
        new IndexStore(
            kernel.derived(), extent.incarnation(), stream.descriptor().name().text(), cache);
    Snapshot stored = store.read((epoch, until) -> isThere(stream, epoch, until));
    if (stored == null) {
      if (!isGone()) {
        store.clear();
      }
      stored = new Snapshot(store, Base.empty(), List.of(), Snapshot.State.INITIAL);
    }
    this.snapshot = stored;
    this.durable = stored.state();
    if (!marks().isEmpty() && !extent.sealed()) {
      wantsExcision.accept(this);
    }
  }

  /** Returns whether the log has still what it had when it ended at {@code until} in an epoch. */
  private static boolean isThere(EventStream stream, int epoch, long until) {
    Extent extent = stream.extent();
    if (until > extent.tail()) {
      return false;
    }
    Cursor end = new Cursor(extent.incarnation(), epoch, until);
    try (Reader reader = stream.read(end, CausalContext.NONE)) {
      return reader.next() != Step.GAP || reader.gap().cause() != Gap.Cause.LOST_EPOCH;
    }
  }

  EventStream stream() {
    return stream;
  }

  /** Returns whether the stream was deleted: then nothing of this is written any more. */
  boolean isGone() {
    return kernel.find(stream.extent().incarnation()).isEmpty();
  }

  /** Returns the newest snapshot, whose segments stay until it is unpinned. */
  @Override
  public Snapshot pin() {
    Snapshot newest = snapshot;
    while (!newest.base().pin()) {
      newest = snapshot;
    }
    return newest;
  }

  @Override
  public void unpin(Snapshot pinned) {
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
    follow(bounded);
    return new WindowDatabase(this, bounded, context, Window.of(bounded.bound(), false));
  }

  /** Reads the log until the index has the transactions before the end of {@code bounded}. */
  private void follow(BoundedStream bounded) {
    if (snapshot.until() >= bounded.bound().until()) {
      return;
    }
    writing.lock();
    try {
      fold(bounded);
    } finally {
      writing.unlock();
    }
  }

  /** Reads what {@code bounded} holds, which stays there when the stream is deleted. */
  private void fold(BoundedStream bounded) {
    Bound bound = bounded.bound();
    long from = snapshot.until();
    if (bound.from() <= from && from < bound.until()) {
      Bound rest = new Bound(from, bound.until());
      fold(bounded.part(rest, CausalContext.NONE).read(), bound.until());
    } else {
      fold(bound.until());
    }
  }

  private void fold(long until) {
    if (snapshot.until() >= until) {
      return;
    }
    Extent extent = stream.extent();
    Cursor cursor = new Cursor(extent.incarnation(), extent.epoch(), snapshot.until());
    fold(stream.read(cursor, CausalContext.NONE), until);
  }

  private void fold(Reader from, long until) {
    try (Reader reader = from) {
      while (snapshot.until() < until) {
        boolean isEvent = reader.next() == Step.EVENT;
        if (isEvent && reader.offset() < snapshot.until()) {
          continue;
        }
        if (!isEvent || reader.offset() != snapshot.until()) {
          throw new StorageException(
              "the index of "
                  + stream.descriptor().name()
                  + " needs the transaction at offset "
                  + snapshot.until()
                  + ", which cannot be read");
        }
        apply(Transaction.of(reader.offset(), reader.value()));
        awaitRoom();
      }
    }
  }

  private void apply(Transaction transaction) {
    Snapshot before = snapshot;
    Snapshot after = before.after(transaction, novelty.add(before.novelty(), Run.of(transaction)));
    snapshot = after;
    count();
    if (hasMuchNovelty() || share.isLarge()) {
      wantsMerge.accept(this);
    }
    if (transaction.asserted().has(BuiltIn.EXCISE)) {
      wantsExcision.accept(this);
    }
  }

  /** Returns whether there is so much novelty of this stream alone that it is to be merged. */
  boolean hasMuchNovelty() {
    Snapshot newest = snapshot;
    return newest.noveltyCount() > limits.novelty(newest.base());
  }

  /** Returns how many bytes of novelty are counted. */
  long noveltyBytes() {
    return countedBytes;
  }

  /** Counts the bytes of novelty that there are now. */
  private void count() {
    long bytes = forgotten ? 0 : snapshot.noveltyBytes();
    share.change(bytes - countedBytes);
    countedBytes = bytes;
  }

  /** Waits while there is so much novelty that merging has to catch up first. */
  private void awaitRoom() {
    if (hasRoom()) {
      return;
    }
    share.await(this);
    try {
      while (!hasRoom()) {
        requireMerging();
        wantsMerge.accept(this);
        merged.awaitUninterruptibly();
      }
    } finally {
      share.doNotAwait(this);
    }
  }

  private boolean hasRoom() {
    return (snapshot.noveltyCount() <= 4 * limits.novelty(snapshot.base()) && !share.isFull())
        || isGone();
  }

  private void requireMerging() {
    if (closed) {
      throw new IllegalStateException(
          "an open stream is required, and " + stream.descriptor().name() + " was closed");
    }
    if (mergeFailure != null) {
      throw new StorageException(
          "the index of " + stream.descriptor().name() + " cannot be written", mergeFailure);
    }
  }

  /** Has who waits for room look whether there is some. */
  void lookForRoom() {
    writing.lock();
    try {
      merged.signalAll();
    } finally {
      writing.unlock();
    }
  }

  /** Appends a transaction, as {@link DatomStream#transact} says. */
  Transacted transact(
      Function<Database, List<Value>> forms, CausalContext context, Durability durability) {
    return transact(forms, context, durability, false);
  }

  /** Appends what the database says itself, of marks that it has seen to. */
  Transacted transactOwn(Function<Database, List<Value>> forms) {
    return transact(forms, CausalContext.NONE, Durability.DISK, true);
  }

  private Transacted transact(
      Function<Database, List<Value>> forms,
      CausalContext context,
      Durability durability,
      boolean own) {
    writing.lock();
    try {
      if (closed) {
        throw new IllegalStateException(
            "a transaction needs an open stream, and "
                + stream.descriptor().name()
                + " was closed");
      }
      Append outcome = null;
      for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        fold(stream.extent().tail());
        awaitRoom();
        Snapshot before = snapshot;
        Database database = database(new Bound(0, before.until()), context);
        Prepared prepared = prepare(forms, before, database, context, own);
        outcome =
            stream.append(
                AppendRequest.of(prepared.transaction().toValue())
                    .ifTailIs(before.until())
                    .with(durability)
                    .within(context));
        if (!(outcome instanceof Append.Conflict)) {
          return transacted(database, prepared, outcome.orThrow(), context);
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

  /** Prepares a transaction, as {@link DatomStream#propose} says. */
  Proposed propose(Database before, List<Value> forms) {
    if (before instanceof WindowDatabase database && database.isWholeOf(this)) {
      return database.propose(forms);
    }
    throw new IllegalArgumentException(
        "a database of " + stream.descriptor().name() + " from 0 on is required, found " + before);
  }

  /** Does as {@link DatomStream#alone} says. */
  <T> Optional<T> alone(Deadline deadline, Supplier<T> work) {
    try {
      if (!writing.tryLock(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    try {
      return Optional.of(work.get());
    } finally {
      writing.unlock();
    }
  }

  private Prepared prepare(
      Function<Database, List<Value>> forms,
      Snapshot before,
      Database database,
      CausalContext context,
      boolean own) {
    List<Value> made = forms.apply(database);
    Calls calls = functions.on(database);
    Prepared prepared =
        own
            ? Transactor.prepareOwn(made, before.source(), before.until(), nowMicros(), calls)
            : Transactor.prepare(made, before.source(), before.until(), nowMicros(), calls);
    if (!prepared.checks().isEmpty()) {
      functions.check(prepared.checks(), after(before, prepared.transaction(), context));
    }
    return prepared;
  }

  private Database after(Snapshot before, Transaction transaction, CausalContext context) {
    Snapshot pinned = pin();
    try {
      BoundedStream bounded = stream.bound(new Bound(0, before.until()), context);
      Window window = Window.of(bounded.bound(), false);
      return new WindowDatabase(this, bounded, context, window).after(pinned.after(transaction));
    } finally {
      unpin(pinned);
    }
  }

  private Transacted transacted(
      Database before, Prepared prepared, Append.Appended appended, CausalContext context) {
    Transaction transaction = prepared.transaction();
    apply(transaction);
    long t = transaction.t();
    return new Transacted(
        before,
        database(new Bound(0, t + 1), context),
        transaction.datoms(),
        prepared.tempids(),
        appended.stamp(),
        t);
  }

  @Override
  public Functions functions() {
    return functions;
  }

  @Override
  public long nowMicros() {
    return micros(kernel.environment().clock());
  }

  /** Returns the time by {@code clock}, in microseconds since 1970. */
  static long micros(InstantSource clock) {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000L + now.getNano() / 1_000;
  }

  /** Writes all novelty into segments. On a platform thread only; one at a time. */
  void merge() {
    merging.lock();
    try {
      mergeNovelty();
    } catch (RuntimeException e) {
      fail(e);
      throw e;
    } finally {
      merging.unlock();
    }
  }

  private void mergeNovelty() {
    if (isGone()) {
      forget();
      return;
    }
    Snapshot frozen = freeze();
    if (frozen.novelty().isEmpty()) {
      return;
    }
    Run run = frozen.novelty().stream().reduce(Run.EMPTY, Run::merge);
    KeyValue.Batch batch = new KeyValue.Batch();
    BaseMerge merge = new BaseMerge(store, limits.segmentSize(), frozen.schema(), batch);
    Base base = merge.merge(frozen.base(), run);
    store.remove(unread(), batch);
    List<Long> leftOver = leftOver(merge.replaced());
    store.write(base, frozen.state(), stream.extent().epoch(), leftOver, batch);
    durable = frozen.state();
    publish(frozen, base);
    share.tell();
    retired.add(new Retired(frozen.base(), merge.replaced()));
    frozen.base().unpin();
  }

  /** Returns {@code replaced} and all segments that older bases still hold. */
  private List<Long> leftOver(List<Long> replaced) {
    List<Long> leftOver = new ArrayList<>(replaced);
    retired.forEach(old -> leftOver.addAll(old.segments()));
    return leftOver;
  }

  /** Builds the segments again from the log, as {@link DatomStream#rebuild} says. */
  void rebuild(ProgressListener progress) {
    merging.lock();
    try {
      if (isGone()) {
        throw new IllegalStateException(
            "an index is rebuilt of a stream that is there, and "
                + stream.descriptor().name()
                + " was deleted");
      }
      Snapshot old = snapshot;
      int epoch = stream.extent().epoch();
      Rebuild rebuild =
          new Rebuild(store, limits, share, epoch, old.base(), durable, leftOver(List.of()));
      try {
        build(rebuild, progress);
        replace(old.base(), rebuild, epoch);
      } catch (RuntimeException e) {
        abandon(rebuild, e);
        throw e;
      }
      store.removeOthers(new HashSet<>(leftOver(snapshot.base().segments())));
    } finally {
      merging.unlock();
    }
  }

  private static void abandon(Rebuild rebuild, RuntimeException why) {
    try {
      rebuild.abandon();
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  private void build(Rebuild rebuild, ProgressListener progress) {
    long until = stream.extent().tail();
    progress.begin("transactions of " + stream.descriptor().name(), until);
    TransactionLog.read(
        stream,
        0,
        until,
        transaction -> {
          rebuild.add(transaction);
          progress.step(1);
        });
    rebuild.write();
  }

  /** Has the rebuilt segments take the place of those of {@code old}. */
  private void replace(Base old, Rebuild rebuild, int epoch) {
    List<Long> replaced = old.segments();
    writing.lock();
    try {
      TransactionLog.read(stream, rebuild.built().until(), snapshot.until(), rebuild::add);
      Base base = rebuild.built().base();
      store.write(base, rebuild.durable(), epoch, leftOver(replaced), new KeyValue.Batch());
      durable = rebuild.durable();
      snapshot = rebuild.built();
      count();
      novelty.freeze(0);
      mergeFailure = null;
      merged.signalAll();
    } finally {
      writing.unlock();
    }
    share.tell();
    retired.add(new Retired(old, replaced));
    old.unpin();
  }

  /** Compares the index with the log, as {@link DatomStream#verify} says. */
  IndexReport verify(ProgressListener progress) {
    database(CausalContext.NONE);
    Snapshot pinned = pin();
    try {
      return new IndexVerification(stream, pinned, store, progress).report();
    } finally {
      unpin(pinned);
    }
  }

  /** Returns the datoms of marks, as far as the index is, which are not known to be done. */
  List<Datom> marks() {
    Snapshot pinned = pin();
    try {
      Range all = Range.prefix(Order.AEVT, 1, 0, BuiltIn.EXCISE, Value.Nil.NIL);
      List<Datom> marks = DatomWalk.all(pinned, all, pinned.now());
      marks.removeIf(mark -> !pinned.source().facts(mark.entity(), BuiltIn.EXCISED).isEmpty());
      return marks;
    } finally {
      unpin(pinned);
    }
  }

  /** Waits until everything is excised, as {@link DatomStream#awaitExcised} says. */
  boolean awaitExcised(Deadline deadline) throws InterruptedException {
    writing.lock();
    try {
      excisionFailure = null;
      fold(stream.extent().tail());
      if (!marks().isEmpty()) {
        wantsExcision.accept(this);
      }
      while (!marks().isEmpty()) {
        long nanos = deadline.remainingNanos();
        if (closed) {
          throw new IllegalStateException(
              "facts are excised while a stream is open, and "
                  + stream.descriptor().name()
                  + " was closed");
        }
        if (excisionFailure != null) {
          throw new StorageException(
              "facts of "
                  + stream.descriptor().name()
                  + " could not be excised: "
                  + excisionFailure.getMessage(),
              excisionFailure);
        }
        if (nanos <= 0) {
          return false;
        }
        long _ = excised.awaitNanos(nanos);
      }
      return true;
    } finally {
      writing.unlock();
    }
  }

  /** Tells who waits that facts were excised, or why they could not be. */
  void excised(@Nullable RuntimeException failure) {
    writing.lock();
    try {
      excisionFailure = failure;
      excised.signalAll();
    } finally {
      writing.unlock();
    }
  }

  /**
   * Removes replaced segments that no scan reads any more, or all of them.
   *
   * @return whether none is left
   */
  boolean removeUnread(boolean all) {
    merging.lock();
    try {
      List<Long> segments = unread();
      if (all) {
        retired.forEach(old -> segments.addAll(old.segments()));
        retired.clear();
      }
      KeyValue.Batch batch = new KeyValue.Batch();
      store.remove(segments, batch);
      store.write(batch);
      return retired.isEmpty();
    } finally {
      merging.unlock();
    }
  }

  private Snapshot freeze() {
    writing.lock();
    try {
      novelty.freeze(snapshot.novelty().size());
      return snapshot;
    } finally {
      writing.unlock();
    }
  }

  private void publish(Snapshot frozen, Base base) {
    writing.lock();
    try {
      List<Run> runs = snapshot.novelty();
      snapshot = snapshot.with(base, runs.subList(frozen.novelty().size(), runs.size()));
      count();
      novelty.freeze(0);
      mergeFailure = null;
      merged.signalAll();
    } finally {
      writing.unlock();
    }
  }

  /** Counts no novelty of this any more, whose stream was deleted. */
  void forget() {
    writing.lock();
    try {
      forgotten = true;
      count();
      merged.signalAll();
    } finally {
      writing.unlock();
    }
    share.tell();
  }

  /** Tells who waits for room that there will be none. */
  void fail(RuntimeException failure) {
    writing.lock();
    try {
      mergeFailure = failure;
      merged.signalAll();
    } finally {
      writing.unlock();
    }
  }

  /** Returns the replaced segments that no scan reads any more, and forgets them. */
  private List<Long> unread() {
    List<Long> segments = new ArrayList<>();
    while (!retired.isEmpty() && !retired.getFirst().base().isPinned()) {
      segments.addAll(retired.removeFirst().segments());
    }
    return segments;
  }

  /** Writes what is in memory only. Nothing is transacted any more. */
  void close() {
    writing.lock();
    try {
      closed = true;
      merged.signalAll();
      excised.signalAll();
    } finally {
      writing.unlock();
    }
    merge();
    if (isGone()) {
      return;
    }
    boolean _ = removeUnread(false);
  }
}
