package bourn.kernel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One stream of a {@link LogKernel}. */
final class LogStream implements EventStream {

  /*
   * Three parties move a stream forward. The committer decides: nextTail and nextSealed are its
   * own. Once a commit is in the log it publishes: the chunk enters the live tail, then the tail
   * grows, then sealed is set, so that whoever reads these in the opposite order sees every event
   * of a sealed stream before its end. Then it wakes who waits.
   *
   * A waiter links itself before it looks at the tail, and the committer looks who waits after it
   * has moved the tail, so one of them sees the other: no wake-up is lost.
   */

  private static final int MOST_GENERATIONS = 256;

  private final LogKernel kernel;
  private final StreamDescriptor descriptor;
  private final long incarnation;
  private final EventFormat format;
  private final Batches batches;
  private final Epochs epochs;
  private final @Nullable Reference forkedAt;
  private final @Nullable LogStream parent;
  private final long at;
  private final LiveTail live = new LiveTail();
  private final StreamLeases leases;
  private final Holds holds = new Holds();
  private final List<LogStream> forks = new CopyOnWriteArrayList<>();
  private final Semaphore compacting = new Semaphore(1);
  private final Waiters waiters = new Waiters();

  private long nextTail;
  private long nextBytes;
  private long nextEarliest;
  private boolean nextSealed;
  private boolean nextDeleted;
  private boolean unsynced;
  private volatile long tail;
  private volatile long durableTail;
  private volatile boolean sealed;
  private volatile boolean deleted;
  private volatile long earliest;
  private final AtomicLong bytes;
  private final AtomicLong hlc;
  private volatile Configuration configuration;

  /** The stream that holds an offset, and up to which offset it holds all that follow. */
  record Part(LogStream stream, long until) {}

  /**
   * Makes a stream as {@code record} says.
   *
   * @param parent what it is a fork of, or null when it is none or needs nothing of it
   */
  LogStream(LogKernel kernel, StreamRecord record, @Nullable LogStream parent, EventFormat format) {
    this.kernel = kernel;
    this.descriptor = record.descriptor();
    this.incarnation = record.incarnation();
    this.epochs = record.epochs();
    this.parent = parent;
    this.forkedAt = record.parent();
    this.at = forkedAt == null ? 0 : forkedAt.offset();
    this.format = format;
    this.batches = new Batches(format, kernel.outputs());
    Reach reach = record.reach();
    this.nextTail = reach.tail();
    this.tail = reach.tail();
    this.durableTail = reach.tail();
    this.earliest = reach.earliest();
    this.bytes = new AtomicLong(reach.bytes());
    this.nextBytes = reach.bytes();
    this.nextEarliest = reach.earliest();
    this.hlc = new AtomicLong(reach.hlc());
    this.configuration = record.configuration();
    this.nextSealed = record.sealed();
    this.sealed = record.sealed();
    this.nextDeleted = record.deleted();
    this.deleted = record.deleted();
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
    return Optional.ofNullable(forkedAt);
  }

  @Override
  public Reference reference(long offset) {
    return new Reference(part(offset).stream().incarnation, offset);
  }

  @Override
  public EventStream fork(StreamName name, long at) {
    return kernel.fork(this, name, at);
  }

  @Override
  public Kernel kernel() {
    return kernel;
  }

  @Override
  public CausalOrder order() {
    return kernel.order();
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
      return append(task(request), request.durability());
    } catch (InvalidEventsException e) {
      return new Append.Invalid(e.violations());
    }
  }

  Append append(AppendTask task, Durability durability) {
    return kernel.committer().run(new OneAppend(task, durability));
  }

  @Override
  public Append append(AppendRequest request, Deadline deadline) throws InterruptedException {
    return Parking.append(this, request, deadline);
  }

  @Override
  public CompletionStage<Append> submit(AppendRequest request) {
    try {
      OneAppend prepared = new OneAppend(task(request), request.durability());
      kernel.committer().submit(prepared);
      return prepared.minimalCompletionStage();
    } catch (InvalidEventsException e) {
      return CompletableFuture.completedFuture(new Append.Invalid(e.violations()));
    }
  }

  @Override
  public Append seal(List<Value> last) {
    try {
      List<Chunk.Batch> bodies =
          last.isEmpty() ? List.of() : batches.of(new Events.Values(last), 0);
      AppendTask task =
          new AppendTask(this, bodies, Condition.NONE, null, true, CausalContext.NONE, List.of());
      return append(task, Durability.LOG);
    } catch (InvalidEventsException e) {
      return new Append.Invalid(e.violations());
    }
  }

  /**
   * Returns {@code request} made ready on the thread of its caller.
   *
   * @throws InvalidEventsException if its events do not fit this stream
   */
  AppendTask task(AppendRequest request) {
    List<Reference> causes = kernel.causes().of(request.context());
    return new AppendTask(
        this,
        batches.of(request.events(), causes.size()),
        request.condition(),
        request.producer(),
        false,
        request.context(),
        causes);
  }

  @Override
  public StreamSettings settings() {
    return configuration.settings();
  }

  @Override
  public void configure(StreamSettings settings) {
    kernel.configure(this, settings);
  }

  @Override
  public long trim(long before) {
    return kernel.trim(this, before);
  }

  @Override
  public Reader read(Cursor cursor, CausalContext context) {
    return new LogReader(this, cursor, Long.MAX_VALUE, null, chunks(), context);
  }

  Reader read(CutStream cut) {
    Bound bound = cut.bound();
    Cursor from = new Cursor(incarnation, epoch(), bound.from());
    return new LogReader(this, from, bound.until(), cut.hold(), chunks(), cut.context());
  }

  ChunkCursor chunks() {
    return new ChunkCursor(this, kernel.history());
  }

  @Override
  public Cursor cursorAt(Instant time) {
    return cursorAt(Math.max(0, time.toEpochMilli()) << 16);
  }

  @Override
  public Cursor cursorAt(Stamp stamp) {
    return cursorAt(stamp.hlc());
  }

  private Cursor cursorAt(long time) {
    BoundedStream bounded = bound();
    Bound all = bounded.bound();
    long found = TimeSearch.find(chunks(), all.from(), all.until(), time);
    return new Cursor(bounded.stream().extent().incarnation(), epoch(), found);
  }

  @Override
  public long awaitBeyond(long offset, Deadline deadline) throws InterruptedException {
    return isBeyond(offset) ? tail : Waiting.on(this, offset, deadline);
  }

  @Override
  public boolean isBeyond(long offset) {
    return tail > offset || sealed || deleted;
  }

  @Override
  public Watch watch(long offset, Waiter waiter) {
    Watch watch = waiters.add(offset, waiter);
    if (isBeyond(offset)) {
      waiter.signal();
    } else {
      requireGrowing(watch);
    }
    return watch;
  }

  private void requireGrowing(Watch watch) {
    try {
      kernel.requireGrowing();
    } catch (RuntimeException e) {
      watch.close();
      throw e;
    }
  }

  @Override
  public BoundedStream bound() {
    while (true) {
      Bound all = extent().bound();
      Hold hold = hold(all);
      if (all.from() >= earliest) {
        return new CutStream(this, all, CausalContext.NONE, hold);
      }
    }
  }

  /** Holds {@code bound}; whether it was still there then is to be looked at afterwards. */
  private Hold hold(Bound bound) {
    Hold hold = holds.add(bound);
    awaitRewrites();
    requireNotDeleted(deleted);
    return hold;
  }

  @Override
  public BoundedStream bound(Bound bound, CausalContext context) {
    Hold hold = hold(bound);
    Bound there = extent().bound();
    if (bound.from() < there.from() || bound.until() > there.until()) {
      throw new IllegalArgumentException(
          "a bound of stream " + descriptor.name() + " lies in " + there + ", was " + bound);
    }
    return new CutStream(this, bound, context, hold);
  }

  /** Waits while events that were not held in time are rewritten. */
  private void awaitRewrites() {
    for (LogStream holder = this; holder != null; holder = holder.parent) {
      if (holder.compacting.availablePermits() == 0) {
        holder.compacting.acquireUninterruptibly();
        holder.compacting.release();
      }
    }
  }

  private void requireNotDeleted(boolean gone) {
    if (gone) {
      throw new IllegalStateException("stream " + descriptor.name() + " was deleted");
    }
  }

  /** Refuses a fork at {@code at}; called by the committer. */
  void requireForkable(long at) {
    requireNotDeleted(nextDeleted);
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

  /**
   * Returns why a reader cannot read from {@code cursor}, or null when it can.
   *
   * @param hold of the reader, or null
   */
  @Nullable Gap gapAt(Cursor cursor, @Nullable Hold hold) {
    long offset = cursor.offset();
    boolean held = hold != null && hold.bound().from() <= offset;
    if (cursor.incarnation() != incarnation || (deleted && !held)) {
      return new Gap(offset, 0, Gap.Cause.DEAD_INCARNATION);
    }
    long limit = cursor.epoch() > epoch() ? tail : epochs.limit(cursor.epoch());
    if (offset > limit) {
      return new Gap(offset, limit, Gap.Cause.LOST_EPOCH);
    }
    long first = earliest;
    return offset < first && !held ? new Gap(offset, first, Gap.Cause.RETENTION) : null;
  }

  /** Returns why the event at {@code offset}, which should be there, is not. */
  Gap.Cause causeOfLoss(long offset) {
    if (deleted) {
      return Gap.Cause.DEAD_INCARNATION;
    }
    return offset < earliest ? Gap.Cause.RETENTION : Gap.Cause.CORRUPTION;
  }

  boolean isOf(LogKernel kernel) {
    return this.kernel == kernel;
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

  @Nullable LogStream parentStream() {
    return parent;
  }

  long at() {
    return at;
  }

  long bytes() {
    return bytes.getAcquire();
  }

  /** Returns the milliseconds since 1970 of the last append, or of the settings when later. */
  long touchedMillis() {
    return Math.max(hlc.getAcquire() >>> 16, configuration.epochMillis());
  }

  /** Returns what is held while entries of the state are rewritten. */
  Semaphore compacting() {
    return compacting;
  }

  /** Returns the first offset of its own that no fork needs. */
  long forkedUntil() {
    long until = at;
    for (LogStream fork : forks) {
      if (fork.needed() < fork.at) {
        until = Math.max(until, fork.at);
      }
    }
    return until;
  }

  Holds holds() {
    return holds;
  }

  /** Returns the first offset that somebody may ask this or a fork of it for. */
  long needed() {
    long needed = Math.min(deleted ? Long.MAX_VALUE : earliest, holds.first());
    for (LogStream fork : forks) {
      long below = fork.needed();
      if (below < fork.at) {
        needed = Math.min(needed, below);
      }
    }
    return needed;
  }

  /** Returns the offset before which is all that {@link #needed} is about, of a deleted stream. */
  long neededUntil() {
    long until = holds.last();
    for (LogStream fork : forks) {
      if (fork.needed() < fork.at) {
        long shared = fork.deleted ? Math.min(fork.at, fork.neededUntil()) : fork.at;
        until = Math.max(until, shared);
      }
    }
    return until;
  }

  /** Returns the same, as if no bounded stream held anything of this or a fork of it. */
  long neededUnheld() {
    long needed = deleted ? Long.MAX_VALUE : earliest;
    for (LogStream fork : forks) {
      long below = fork.neededUnheld();
      if (below < fork.at) {
        needed = Math.min(needed, below);
      }
    }
    return needed;
  }

  /**
   * Has the bounded streams let go that hold events of this, as a fork too, before {@code from}.
   */
  void letGo(long from) {
    holds.release(from);
    forks.forEach(fork -> fork.letGo(Math.min(from, fork.at)));
  }

  LiveTail live() {
    return live;
  }

  /** Returns what says that this stream came to be. */
  CommitEntry creation() {
    return forkedAt == null
        ? new CommitEntry.Created(incarnation, descriptor)
        : new CommitEntry.Forked(incarnation, descriptor, forkedAt, earliest);
  }

  /**
   * Returns why the committer refuses {@code task}, or null when it does not.
   *
   * @param now in milliseconds since 1970
   */
  @Nullable Append refusal(AppendTask task, long now) {
    if (nextDeleted) {
      return new Append.Deleted(descriptor.name());
    }
    Producer producer = task.producer();
    Append refusal =
        producer == null ? null : kernel.producers().find(key(producer)).refusal(producer);
    if (refusal != null) {
      return refusal;
    }
    if (nextSealed) {
      return new Append.Sealed(nextTail);
    }
    Append conflict = refusal(task.condition());
    return conflict == null ? leases.full(task, now) : conflict;
  }

  private @Nullable Append refusal(Condition condition) {
    return switch (condition) {
      case Condition.None none -> null;
      case Condition.TailIs(long expected) ->
          expected == nextTail ? null : new Append.Conflict(condition, nextTail);
    };
  }

  /** Returns why the committer does not find the end of this at {@code expected}, if so. */
  @Nullable Append tailRefusal(long expected) {
    return nextDeleted
        ? new Append.Deleted(descriptor.name())
        : refusal(new Condition.TailIs(expected));
  }

  /** Returns the offset that the committer gives next. */
  long nextTail() {
    return nextTail;
  }

  /** Returns the first offset that the committer leaves to be read. */
  long nextEarliest() {
    return nextEarliest;
  }

  /** Returns the bytes of all chunks that the committer has given a place. */
  long nextBytes() {
    return nextBytes;
  }

  /** Returns up to which offset a position as old as {@code cursor} is good. */
  long nextLimit(Cursor cursor) {
    return Math.min(nextTail, epochs.limit(cursor.epoch()));
  }

  /** Gives {@code batch} its place. */
  Chunk take(Chunk.Batch batch, Stamp stamp) {
    Chunk chunk = Chunk.seal(incarnation, nextTail, stamp, batch);
    nextTail = chunk.until();
    leases.taken(chunk, nextBytes);
    nextBytes += chunk.lengthBytes();
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

  /**
   * Gives no event before {@code before}, which lies inside the stream.
   *
   * @return what says so, or null when nothing changes
   */
  @Nullable CommitEntry takeTrim(long before) {
    long target = Math.min(before, nextTail);
    if (nextDeleted || target <= nextEarliest) {
      return null;
    }
    nextEarliest = target;
    return new CommitEntry.Trimmed(incarnation, target);
  }

  /** Takes on settings, set at {@code epochMillis}. */
  CommitEntry takeConfiguration(StreamSettings settings, long epochMillis) {
    requireNotDeleted(nextDeleted);
    return new CommitEntry.Configured(incarnation, new Configuration(settings, epochMillis));
  }

  boolean nextDeleted() {
    return nextDeleted;
  }

  /** Gives no further place, and its name to whoever asks next. */
  CommitEntry takeDelete() {
    nextDeleted = true;
    return new CommitEntry.Deleted(incarnation);
  }

  /** Makes {@code chunk}, the next, visible, and returns the pack that holds it, if one does. */
  @Nullable ChunkPack publish(Chunk chunk) {
    assert chunk.first() == tail : chunk.first() + " after " + tail;
    ChunkPack pack = live.add(chunk);
    bytes.setRelease(bytes.getPlain() + chunk.lengthBytes());
    hlc.setRelease(chunk.stamp().hlc());
    tail = chunk.until();
    return pack;
  }

  void publishSeal() {
    sealed = true;
  }

  void publishTrim(long before) {
    earliest = Math.max(earliest, before);
  }

  void publish(Configuration changed) {
    configuration = changed;
  }

  void publishFork(LogStream fork) {
    forks.add(fork);
  }

  void publishForgotten(LogStream fork) {
    forks.remove(fork);
  }

  void publishDelete() {
    deleted = true;
  }

  void publishDurable(long until) {
    durableTail = until;
  }

  /** Returns how many wait. */
  int waiting() {
    return waiters.size();
  }

  /** Wakes who waits for what is published, at once if they are few. */
  void wake() {
    if (!waiters.wakeFew(reach())) {
      kernel.waker().wake(this);
    }
  }

  /** Wakes who waits for what is published, however many they are. */
  void wakeMany() {
    waiters.wake(this::reach);
  }

  /** Returns the offset up to which nobody need wait. */
  private long reach() {
    return sealed || deleted ? Long.MAX_VALUE : tail;
  }

  /** Wakes everyone who waits, as there is nothing more to wait for. */
  void wakeAll() {
    waiters.wake(() -> Long.MAX_VALUE);
  }

  void trimLive(long until) {
    live.trim(until);
  }

  /** Has no event before {@code until} in the live tail, nor in those of which this is a fork. */
  void trimShared(long until) {
    live.trim(until);
    if (parent != null) {
      parent.trimShared(Math.min(until, at));
    }
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
