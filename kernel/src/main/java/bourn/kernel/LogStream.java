package bourn.kernel;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One stream of a {@link LogKernel}. */
final class LogStream implements EventStream {

  /*
   * Three parties move a stream forward. The committer decides: nextTail and nextSealed are its
   * own. Once a commit is in the log it publishes: the chunk enters the live tail, then the tail
   * grows, then sealed is set, so that whoever reads these in the opposite order sees every event
   * of a sealed stream before its end. Then it wakes who waits.
   *
   * A waiter counts itself before it looks at the tail, and the committer looks at the count after
   * it has moved the tail, so one of them sees the other: no wake-up is lost.
   */

  private static final int MOST_GENERATIONS = 256;

  private final LogKernel kernel;
  private final StreamDescriptor descriptor;
  private final long incarnation;
  private final EventFormat format;
  private final Batches batches;
  private final Epochs epochs;
  private final @Nullable LogStream parent;
  private final long at;
  private final LiveTail live = new LiveTail();
  private final StreamLeases leases;
  private final ReentrantLock lock = new ReentrantLock();
  private final java.util.concurrent.locks.Condition grown = lock.newCondition();

  private long nextTail;
  private boolean nextSealed;
  private boolean nextDeleted;
  private boolean unsynced;
  private final AtomicInteger waiters = new AtomicInteger();
  private volatile long tail;
  private volatile long durableTail;
  private volatile boolean sealed;
  private volatile boolean deleted;
  private volatile long earliest;

  /** The stream that holds an offset, and up to which offset it holds all that follow. */
  record Part(LogStream stream, long until) {}

  /**
   * Makes a stream as {@code record} says.
   *
   * @param parent what it is a fork of, or null
   */
  LogStream(LogKernel kernel, StreamRecord record, @Nullable LogStream parent, EventFormat format) {
    this.kernel = kernel;
    this.descriptor = record.descriptor();
    this.incarnation = record.incarnation();
    this.epochs = record.epochs();
    this.parent = parent;
    this.at = record.parent() == null ? 0 : record.parent().offset();
    this.format = format;
    this.batches = new Batches(format, kernel.outputs());
    this.nextTail = record.tail();
    this.tail = record.tail();
    this.durableTail = record.tail();
    this.nextSealed = record.sealed();
    this.sealed = record.sealed();
    this.nextDeleted = record.deleted();
    this.deleted = record.deleted();
    this.earliest = record.earliest();
    this.leases = new StreamLeases(kernel, this);
  }

  @Override
  public StreamDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public Extent extent() {
    long durable = durableTail;
    boolean closed = sealed;
    return new Extent(earliest, tail, durable, closed, incarnation, epoch());
  }

  @Override
  public Optional<Reference> parent() {
    return parent == null ? Optional.empty() : Optional.of(new Reference(parent.incarnation, at));
  }

  @Override
  public EventStream fork(StreamName name, long at) {
    return kernel.fork(this, name, at);
  }

  @Override
  public StreamLeases leases() {
    return leases;
  }

  @Override
  public EventFormat format() {
    return format;
  }

  @Override
  public Append append(AppendRequest request) {
    try {
      return kernel.committer().run(prepare(request)).only();
    } catch (InvalidEventsException e) {
      return new Append.Invalid(e.violations());
    }
  }

  @Override
  public CompletionStage<Append> submit(AppendRequest request) {
    try {
      AppendsRequest prepared = prepare(request);
      kernel.committer().submit(prepared);
      return prepared.thenApply(AppendsRequest.Outcome::only);
    } catch (InvalidEventsException e) {
      return CompletableFuture.completedFuture(new Append.Invalid(e.violations()));
    }
  }

  @Override
  public Append seal(List<Value> last) {
    try {
      List<Chunk.Batch> bodies = last.isEmpty() ? List.of() : batches.of(new Events.Values(last));
      AppendTask task =
          new AppendTask(this, bodies, Condition.NONE, null, true, CausalContext.NONE, List.of());
      return kernel.committer().run(new AppendsRequest(List.of(task), Durability.LOG)).only();
    } catch (InvalidEventsException e) {
      return new Append.Invalid(e.violations());
    }
  }

  private AppendsRequest prepare(AppendRequest request) {
    return new AppendsRequest(List.of(task(request)), request.durability());
  }

  /**
   * Returns {@code request} made ready on the thread of its caller.
   *
   * @throws InvalidEventsException if its events do not fit this stream
   */
  AppendTask task(AppendRequest request) {
    return new AppendTask(
        this,
        batches.of(request.events()),
        request.condition(),
        request.producer(),
        false,
        request.context(),
        kernel.causes().of(request.context()));
  }

  @Override
  public Reader read(Cursor cursor, CausalContext context) {
    return new LogReader(this, cursor, Long.MAX_VALUE, chunks(), context);
  }

  Reader read(Bound bound, CausalContext context) {
    Cursor from = new Cursor(incarnation, epoch(), bound.from());
    return new LogReader(this, from, bound.until(), chunks(), context);
  }

  ChunkCursor chunks() {
    return new ChunkCursor(this, kernel.history());
  }

  @Override
  public long awaitBeyond(long offset, Deadline deadline) throws InterruptedException {
    if (tail > offset || sealed || deleted) {
      return tail;
    }
    lock.lockInterruptibly();
    waiters.incrementAndGet();
    try {
      while (tail <= offset && !sealed && !deleted && !deadline.passed()) {
        kernel.requireOpen();
        grown.awaitNanos(deadline.remainingNanos());
      }
      return tail;
    } finally {
      waiters.decrementAndGet();
      lock.unlock();
    }
  }

  @Override
  public BoundedStream bound(Bound bound, CausalContext context) {
    Bound there = extent().bound();
    if (bound.from() < there.from() || bound.until() > there.until()) {
      throw new IllegalArgumentException(
          "a bound of stream " + descriptor.name() + " lies in " + there + ", was " + bound);
    }
    return new CutStream(this, bound, context);
  }

  /** Refuses a fork at {@code at}; called by the committer. */
  void requireForkable(long at) {
    if (nextDeleted) {
      throw new IllegalStateException("stream " + descriptor.name() + " was deleted");
    }
    if (at < earliest || at > nextTail) {
      throw new IllegalArgumentException(
          "a fork of stream "
              + descriptor.name()
              + " lies in ["
              + earliest
              + ", "
              + nextTail
              + "], was "
              + at);
    }
    int generation = 1;
    for (LogStream ancestor = parent; ancestor != null; ancestor = ancestor.parent) {
      generation++;
    }
    if (generation >= MOST_GENERATIONS) {
      throw new IllegalArgumentException(
          "a fork of a fork goes "
              + MOST_GENERATIONS
              + " generations deep, asked for was one more");
    }
  }

  /** Returns where the event at {@code offset}, now or once it is appended, lies. */
  Part part(long offset) {
    LogStream holder = this;
    long until = Long.MAX_VALUE;
    while (holder.parent != null && offset < holder.at) {
      until = Math.min(until, holder.at);
      holder = holder.parent;
    }
    return new Part(holder, until);
  }

  /** Returns why a reader cannot read from {@code cursor}, or null when it can. */
  @Nullable Gap gapAt(Cursor cursor) {
    long offset = cursor.offset();
    if (cursor.incarnation() != incarnation || deleted) {
      return new Gap(offset, 0, Gap.Cause.DEAD_INCARNATION);
    }
    long limit = cursor.epoch() > epoch() ? tail : epochs.limit(cursor.epoch());
    if (offset > limit) {
      return new Gap(offset, limit, Gap.Cause.LOST_EPOCH);
    }
    long first = earliest;
    return offset < first ? new Gap(offset, first, Gap.Cause.RETENTION) : null;
  }

  /** Returns why the event at {@code offset}, which should be there, is not. */
  Gap.Cause causeOfLoss(long offset) {
    if (deleted) {
      return Gap.Cause.DEAD_INCARNATION;
    }
    return offset < earliest ? Gap.Cause.RETENTION : Gap.Cause.CORRUPTION;
  }

  long incarnation() {
    return incarnation;
  }

  int epoch() {
    return kernel.epoch();
  }

  long tail() {
    return tail;
  }

  boolean sealed() {
    return sealed;
  }

  boolean deleted() {
    return deleted;
  }

  LiveTail live() {
    return live;
  }

  /** Returns what says that this stream came to be. */
  CommitEntry creation() {
    return parent == null
        ? new CommitEntry.Created(incarnation, descriptor)
        : new CommitEntry.Forked(
            incarnation, descriptor, new Reference(parent.incarnation, at), earliest);
  }

  /** Returns why the committer refuses {@code task}, or null when it does not. */
  @Nullable Append refusal(AppendTask task) {
    if (nextDeleted) {
      return new Append.Deleted(descriptor.name());
    }
    Producer producer = task.producer();
    Append refusal =
        producer == null ? null : kernel.producers().find(key(producer)).refusal(producer);
    if (refusal != null) {
      return refusal;
    }
    return nextSealed ? new Append.Sealed(nextTail) : refusal(task.condition());
  }

  private @Nullable Append refusal(Condition condition) {
    return switch (condition) {
      case Condition.None none -> null;
      case Condition.TailIs(long expected) ->
          expected == nextTail ? null : new Append.Conflict(condition, nextTail);
    };
  }

  /** Returns the offset that the committer gives next. */
  long nextTail() {
    return nextTail;
  }

  /** Returns up to which offset a position as old as {@code cursor} is good. */
  long nextLimit(Cursor cursor) {
    return Math.min(nextTail, epochs.limit(cursor.epoch()));
  }

  /** Gives {@code batch} its place. */
  Chunk take(Chunk.Batch batch, Stamp stamp) {
    Chunk chunk = Chunk.seal(incarnation, nextTail, stamp, batch);
    nextTail = chunk.until();
    return chunk;
  }

  /** Remembers that the batch {@code producer} lies at {@code first} to {@code last}. */
  CommitEntry takeNumber(Producer producer, long first, long last) {
    kernel.producers().add(key(producer), producer, first, last);
    return new CommitEntry.Numbered(incarnation, producer, first, last);
  }

  private ProducerKey key(Producer producer) {
    return new ProducerKey(incarnation, producer.id());
  }

  /** Gives no further place. */
  void takeSeal() {
    nextSealed = true;
  }

  boolean nextDeleted() {
    return nextDeleted;
  }

  /** Gives no further place, and its name to whoever asks next. */
  CommitEntry takeDelete() {
    nextDeleted = true;
    return new CommitEntry.Deleted(incarnation);
  }

  /** Makes {@code chunk}, the next, visible. */
  void publish(Chunk chunk) {
    assert chunk.first() == tail : chunk.first() + " after " + tail;
    live.add(chunk);
    tail = chunk.until();
  }

  void publishSeal() {
    sealed = true;
  }

  void publishDelete() {
    deleted = true;
  }

  void publishDurable(long until) {
    durableTail = until;
  }

  void wake() {
    if (waiters.get() == 0) {
      return;
    }
    lock.lock();
    try {
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void trim(long until) {
    live.trim(until);
  }

  /** Returns whether this is the first mark since it was cleared. */
  boolean markUnsynced() {
    boolean first = !unsynced;
    unsynced = true;
    return first;
  }

  void clearUnsynced() {
    unsynced = false;
  }

  @Override
  public String toString() {
    return descriptor.name() + " " + extent().bound();
  }
}
