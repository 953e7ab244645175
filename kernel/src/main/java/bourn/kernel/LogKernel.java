package bourn.kernel;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** The kernel: a fold over a commit log, kept in a key-value state and in memory. */
final class LogKernel implements Kernel {

  /*
   * The path of an append: the caller encodes its batch, the committer gives it offsets and a stamp
   * and appends one frame to the log, the publication moves the tails. Behind it, on threads of
   * their own, the syncer makes frames durable and the applier folds them into the state.
   *
   * Opening is the state, and the log replayed from where the state ends. The first commit of every
   * opening says so and is synced before anything else is accepted, and the last one of a closing
   * says that nothing follows. So a store whose last commit does not is one that stopped uncleanly
   * and may have lost commits that were not durable: a new epoch begins.
   */

  private final CommitLog log;
  private final KeyValue state;
  private final Environment environment;
  private final Function<StreamDescriptor, EventFormat> formats;
  private final Publication publication;
  private final boolean readOnly;
  private final Fuse fuse = new Fuse();
  private final History history;
  private final Syncer syncer;
  private final Waker waker;
  private final Applier applier;
  private final Reclaimer reclaimer;
  private final Committer committer;
  private final Producers producers;
  private final Outputs outputs = new Outputs();
  private final Keeper keeper;
  private final Redactor redactor;
  private final Causes causes = new Causes(this);
  private final long origin;
  private final int epoch;
  private final AtomicBoolean closed = new AtomicBoolean();
  private long nextIncarnation;

  private LogKernel(
      CommitLog log,
      KeyValue state,
      Environment environment,
      Function<StreamDescriptor, EventFormat> formats,
      Fold fold,
      Tuning tuning,
      boolean readOnly) {
    this.log = log;
    this.readOnly = readOnly;
    if (readOnly) {
      fuse.blow(new ReadOnlyException());
    }
    this.state = state;
    this.environment = environment;
    this.formats = formats;
    KernelRecord record = fold.kernel();
    boolean sameEpoch = record.closed() || readOnly;
    this.epoch = sameEpoch ? record.epoch() : record.epoch() + 1;
    this.nextIncarnation = record.nextIncarnation();
    this.history = new History(state, log);
    this.publication = new Publication(record.applied(), tuning);
    for (StreamRecord stream : fold.streams()) {
      publication.add(stream(sameEpoch ? stream : stream.atEpoch(epoch)));
    }
    loadLeases();
    this.origin = record.origin() == 0 ? environment.random().nextLong() | 1 : record.origin();
    this.waker = new Waker(environment);
    fuse.onBlow(publication::wakeAll);
    this.syncer = new Syncer(log, publication, fuse, environment);
    Flusher flusher = new Flusher(state, log, syncer, fuse, environment);
    this.applier = new Applier(fold, flusher, publication, fuse, tuning, environment);
    this.reclaimer = new Reclaimer(state, log, applier, fuse, environment);
    flusher.onFlush(reclaimer::flushed);
    this.producers = new Producers(state, log::last, applier::applied);
    this.committer =
        new Committer(
            log,
            publication,
            applier,
            syncer,
            fuse,
            new HybridClock(environment.clock(), record.hlc()),
            origin,
            outputs,
            environment);
    this.keeper =
        new Keeper(
            committer,
            new Compactor(state, history, applier, fuse, tuning.keyBytes()),
            publication,
            applier,
            syncer,
            state,
            fuse,
            tuning,
            environment);
    this.redactor = new Redactor(this, state, log, committer, publication, applier, reclaimer);
    syncer.start();
    waker.start();
    applier.start();
    reclaimer.start();
    committer.start();
  }

  /**
   * Opens the kernel that {@code log} and {@code state} hold, which it closes when it is closed.
   */
  static LogKernel open(
      CommitLog log,
      KeyValue state,
      Environment environment,
      Function<StreamDescriptor, EventFormat> formats,
      Tuning tuning) {
    Fold fold = replayed(log, state, tuning);
    if (log.last() < fold.kernel().applied()) {
      log.release(fold.kernel().applied(), fold.usage().parts()::containsKey);
    }
    LogKernel kernel = new LogKernel(log, state, environment, formats, fold, tuning, false);
    kernel.begin();
    return kernel;
  }

  /** Opens a kernel that shows what {@code log} and {@code state} hold now, and changes nothing. */
  static LogKernel openReadOnly(
      CommitLog log,
      KeyValue state,
      Environment environment,
      Function<StreamDescriptor, EventFormat> formats,
      Tuning tuning) {
    Fold fold = replayed(log, state, tuning);
    fold.usage().parts().keySet().forEach(part -> hold(log, part));
    return new LogKernel(log, state, environment, formats, fold, tuning, true);
  }

  /** Reads of {@code part}, as what was read of once stays readable when the owner lets it go. */
  private static void hold(CommitLog log, long part) {
    try {
      log.read(CommitLog.start(part), 0);
    } catch (DamageException e) {
      assert e.getMessage() != null : "readers find a gap there";
    }
  }

  private static Fold replayed(CommitLog log, KeyValue state, Tuning tuning) {
    Fold fold = Fold.load(state, log);
    log.replay(
        fold.kernel().applied(),
        (number, commit) -> {
          fold.apply(number, log.address(), CommitCodec.decode(commit));
          if (fold.pendingBytes() > tuning.gatherBytes()) {
            fold.write();
          }
        });
    fold.write();
    return fold;
  }

  private void begin() {
    if (!committer.run(new EntryRequest(new CommitEntry.Opened(origin, epoch)))) {
      closed.set(true);
      endThreads();
      throw fuse.refusal();
    }
    keeper.start();
  }

  private void loadLeases() {
    try (KeyValue.Entries entries =
        state.scan(KeyValue.Family.STREAMS, StateKeys.FIRST_LEASE, StateKeys.AFTER_LEASES)) {
      while (entries.next()) {
        Lease lease = LeaseCodec.decode(entries.value());
        publication
            .find(lease.cursor().incarnation())
            .ifPresent(stream -> stream.leases().load(lease));
      }
    }
    try (KeyValue.Entries entries =
        state.scan(KeyValue.Family.STREAMS, StateKeys.FIRST_FORGOTTEN, StateKeys.AFTER_FORGOTTEN)) {
      while (entries.next()) {
        long generation = LeaseCodec.decodeForgotten(entries.value());
        publication
            .find(StateKeys.forgottenOf(entries.key()))
            .ifPresent(stream -> stream.leases().loadForgotten(generation));
      }
    }
  }

  private LogStream stream(StreamRecord record) {
    Reference parent = record.parent();
    return new LogStream(
        this,
        record,
        parent == null ? null : publication.find(parent.incarnation()).orElse(null),
        format(record.descriptor()));
  }

  private EventFormat format(StreamDescriptor descriptor) {
    return switch (descriptor.kind()) {
      case GENERIC, DATOM -> ValueFormat.INSTANCE;
      case TYPED -> formats.apply(descriptor);
    };
  }

  @Override
  public EventStream open(StreamDescriptor descriptor) {
    requireUnreserved(descriptor.name());
    return openAny(descriptor);
  }

  private static void requireUnreserved(StreamName name) {
    if (name.isReserved()) {
      throw new IllegalArgumentException(
          "names that begin with bourn/ are the kernel's own, was " + name);
    }
  }

  /** Does as {@link #open}, under any name. */
  LogStream openAny(StreamDescriptor descriptor) {
    requireOpen();
    LogStream stream = publication.find(descriptor.name()).orElseGet(() -> create(descriptor));
    if (!stream.descriptor().equals(descriptor)) {
      throw new IllegalArgumentException(
          "stream "
              + descriptor.name()
              + " is "
              + stream.descriptor().toValue()
              + ", asked for was "
              + descriptor.toValue());
    }
    return stream;
  }

  private LogStream create(StreamDescriptor descriptor) {
    EventFormat format = format(descriptor);
    return committer
        .run(new CreateRequest(descriptor.name(), publication, () -> next(descriptor, format)))
        .orElseThrow(fuse::refusal);
  }

  private LogStream next(StreamDescriptor descriptor, EventFormat format) {
    StreamRecord record = StreamRecord.created(descriptor, nextIncarnation);
    nextIncarnation++;
    return new LogStream(this, record, null, format);
  }

  EventStream fork(LogStream parent, StreamName name, long at) {
    requireUnreserved(name);
    requireOpen();
    LogStream fork =
        committer
            .run(new CreateRequest(name, publication, () -> nextFork(parent, name, at)))
            .orElseThrow(fuse::refusal);
    if (!fork.parent().equals(Optional.of(new Reference(parent.incarnation(), at)))) {
      throw new IllegalArgumentException(
          "stream " + name + " is another one than the fork of " + parent + " at " + at);
    }
    return fork;
  }

  private LogStream nextFork(LogStream parent, StreamName name, long at) {
    parent.requireForkable(at);
    StreamRecord record =
        StreamRecord.forked(
            parent.descriptor().named(name),
            nextIncarnation,
            new Reference(parent.incarnation(), at),
            parent.extent().earliest());
    nextIncarnation++;
    LogStream fork = new LogStream(this, record, parent, parent.format());
    fork.publishDurable(Math.min(at, parent.extent().durableTail()));
    return fork;
  }

  @Override
  public boolean delete(StreamName name) {
    requireUnreserved(name);
    requireOpen();
    Optional<LogStream> stream = publication.find(name);
    boolean deleted =
        stream.isPresent()
            && committer.run(new DeleteRequest(stream.get())).orElseThrow(fuse::refusal);
    stream.ifPresent(keeper::watch);
    return deleted;
  }

  void configure(LogStream stream, StreamSettings settings) {
    if (settings.drops()) {
      requireDroppable(stream);
    }
    if (settings.compacts() && stream.descriptor().kind() != StreamKind.GENERIC) {
      throw new IllegalArgumentException(
          "generic streams can be compacted, stream "
              + stream.descriptor().name()
              + " is "
              + stream.descriptor().kind().name().toLowerCase(Locale.ROOT));
    }
    long now = environment.clock().millis();
    if (!committer.run(new ConfigureRequest(stream, settings, now))) {
      throw fuse.refusal();
    }
    keeper.watch(stream);
  }

  long trim(LogStream stream, long before) {
    requireDroppable(stream);
    if (!committer.run(new TrimRequest(stream, before, false))) {
      throw fuse.refusal();
    }
    keeper.watch(stream);
    return stream.extent().earliest();
  }

  private static void requireDroppable(LogStream stream) {
    if (stream.descriptor().kind() == StreamKind.DATOM) {
      throw new IllegalArgumentException(
          "events of generic and typed streams can be dropped, stream "
              + stream.descriptor().name()
              + " has transactions");
    }
  }

  @Override
  public Optional<EventStream> find(StreamName name) {
    return publication.find(name).map(Function.identity());
  }

  @Override
  public Optional<EventStream> find(long incarnation) {
    return publication
        .find(incarnation)
        .filter(stream -> !stream.deleted())
        .map(Function.identity());
  }

  @Override
  public List<StreamDescriptor> streams() {
    return publication.streams().stream()
        .map(LogStream::descriptor)
        .filter(descriptor -> !descriptor.name().isReserved())
        .toList();
  }

  @Override
  public Committed commit(CommitRequest request) {
    return PreparedCommit.of(request, this).commit();
  }

  @Override
  public Committed commit(CommitRequest request, Deadline deadline) throws InterruptedException {
    return Parking.commit(PreparedCommit.of(request, this), deadline);
  }

  @Override
  public Cut cut(Collection<StreamName> streams) {
    return publication.cut(streams.stream().map(this::require).toList());
  }

  LogStream require(StreamName name) {
    return publication
        .find(name)
        .orElseThrow(() -> new IllegalArgumentException("there is no stream " + name));
  }

  /** Returns the stream of that incarnation, deleted or not. */
  LogStream require(long incarnation) {
    return publication
        .find(incarnation)
        .orElseThrow(
            () -> new IllegalArgumentException("there is no stream of incarnation " + incarnation));
  }

  @Override
  public void redact(EventStream stream, Redaction redaction, ProgressListener progress) {
    requireGrowing();
    redactor.redact(requireRedactable(stream), redaction, progress);
  }

  @Override
  public void purge(Map<EventStream, Redaction> redactions) {
    requireGrowing();
    Map<LogStream, Redaction> own = new LinkedHashMap<>();
    redactions.forEach((stream, redaction) -> own.put(requireRedactable(stream), redaction));
    redactor.purge(own, new CommitEntry.Opened(origin, epoch));
  }

  private LogStream requireRedactable(EventStream stream) {
    if (!(stream instanceof LogStream own) || !own.isOf(this) || own.settings().compacts()) {
      throw new IllegalArgumentException(
          "events are redacted in streams of this kernel that are not compacted, not in "
              + stream.descriptor().name());
    }
    return own;
  }

  @Override
  public CausalOrder order() {
    return new LogOrder(publication, causes);
  }

  @Override
  public CausalContext newContext() {
    return new Frontier();
  }

  @Override
  public KeyValue derived() {
    return new DerivedState(state, readOnly ? () -> {} : syncer::sync);
  }

  @Override
  public Environment environment() {
    return environment;
  }

  Committer committer() {
    return committer;
  }

  Producers producers() {
    return producers;
  }

  Causes causes() {
    return causes;
  }

  Outputs outputs() {
    return outputs;
  }

  History history() {
    return history;
  }

  int epoch() {
    return epoch;
  }

  Waker waker() {
    return waker;
  }

  /**
   * Does nothing while streams may still grow.
   *
   * @throws StorageException if the disk has failed
   */
  void requireGrowing() {
    requireOpen();
    fuse.check();
  }

  void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the kernel is closed");
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    CompletableFuture<Void> done =
        CompletableFuture.runAsync(
            this::closeAll, task -> environment.threads().newThread(task).start());
    try {
      done.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void closeAll() {
    try (log;
        state) {
      publication.wakeAll();
      endThreads();
    }
  }

  private void endThreads() {
    try {
      keeper.close();
      EntryRequest last = new EntryRequest(new CommitEntry.Closed());
      committer.close(last);
      last.handle((closed, failure) -> true).join();
      reclaimer.close();
      applier.close();
      syncer.close();
      waker.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
