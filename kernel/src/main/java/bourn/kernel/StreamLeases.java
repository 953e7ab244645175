package bourn.kernel;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The leases on one {@link LogStream}. */
final class StreamLeases implements Leases {

  /*
   * As with the tail, the committer decides first and publishes once the commit is in the log. Time
   * is that of the committer's clock, read once a group; the state of a lease is all in its record,
   * so that a replay of the log decides nothing.
   */

  private static final long MOST_RETRY_MILLIS = 1_000;

  private final LogKernel kernel;
  private final LogStream stream;
  private final Map<String, Lease> decided = new HashMap<>();
  private final ConcurrentMap<String, Lease> published = new ConcurrentHashMap<>();
  private final Set<Waiter> writers = ConcurrentHashMap.newKeySet();
  private @Nullable ByteMarks marks;

  /** The greatest generation of a consumer that is forgotten: nobody gets one again. */
  private long forgotten;

  StreamLeases(LogKernel kernel, LogStream stream) {
    this.kernel = kernel;
    this.stream = stream;
  }

  @Override
  public Leasing acquire(LeaseRequest request) {
    return run(Durability.DISK, now -> decideAcquire(request, false, now));
  }

  @Override
  public Leasing takeOver(LeaseRequest request) {
    return run(Durability.DISK, now -> decideAcquire(request, true, now));
  }

  @Override
  public Leasing store(Checkpoint checkpoint) {
    requireOurs(checkpoint.lease());
    return run(checkpoint.durability(), now -> decide(checkpoint, now));
  }

  @Override
  public Leasing renew(Lease lease) {
    requireOurs(lease);
    return run(Durability.LOG, now -> decideRenew(lease, now));
  }

  @Override
  public Leasing release(Lease lease) {
    requireOurs(lease);
    return run(Durability.LOG, now -> decideRelease(lease, now));
  }

  @Override
  public Leasing forget(String consumer) {
    return run(Durability.DISK, now -> decideForget(consumer, now));
  }

  private Leasing run(Durability durability, LongFunction<Leasing> decision) {
    return kernel.committer().run(new LeaseChange(this, durability, decision));
  }

  private void requireOurs(Lease lease) {
    if (lease.cursor().incarnation() != stream.incarnation()) {
      throw new IllegalArgumentException(
          "a lease on "
              + stream
              + " is one of incarnation "
              + stream.incarnation()
              + ", was one of "
              + lease.cursor().incarnation());
    }
  }

  @Override
  public Optional<Lease> find(String consumer) {
    return Optional.ofNullable(published.get(consumer));
  }

  @Override
  public List<Lease> all() {
    return published.values().stream().sorted(Comparator.comparing(Lease::consumer)).toList();
  }

  private Leasing decideAcquire(LeaseRequest request, boolean takeOver, long now) {
    Lease before = decided.get(request.consumer());
    if (stream.nextDeleted()) {
      return deleted();
    }
    if (before != null && !before.expired(now) && !takeOver) {
      return new Leasing.Taken(before.generation(), before.until());
    }
    if (before == null && decided.size() == MOST_CONSUMERS) {
      throw new IllegalStateException(
          "stream "
              + stream.descriptor().name()
              + " has leases of "
              + MOST_CONSUMERS
              + " consumers, asked for was one more");
    }
    return new Leasing.Granted(
        new Lease(
            request.consumer(),
            before == null ? forgotten + 1 : before.generation() + 1,
            before == null ? start(request.from()) : before.cursor(),
            request.ttl(),
            Lease.ending(now, request.ttl()),
            request.lag()));
  }

  private Cursor start(long from) {
    long offset = Math.clamp(from, stream.nextEarliest(), stream.nextTail());
    return new Cursor(stream.incarnation(), stream.epoch(), offset);
  }

  private Leasing decideRenew(Lease lease, long now) {
    Leasing refusal = refusal(lease, now);
    if (refusal != null) {
      return refusal;
    }
    Lease current = current(lease);
    return granted(current.at(current.cursor(), now));
  }

  private Leasing decideRelease(Lease lease, long now) {
    Leasing refusal = refusal(lease, now);
    return refusal == null ? granted(current(lease).released(now)) : refusal;
  }

  private Leasing decideForget(String consumer, long now) {
    Lease before = decided.get(consumer);
    if (stream.nextDeleted()) {
      return deleted();
    }
    if (before == null) {
      return new Leasing.Absent(consumer);
    }
    return before.expired(now)
        ? new Leasing.Forgotten(before)
        : new Leasing.Taken(before.generation(), before.until());
  }

  /** Returns what becomes of {@code checkpoint}; called by the committer, and changes nothing. */
  Leasing decide(Checkpoint checkpoint, long now) {
    Leasing refusal = refusal(checkpoint.lease(), now);
    if (refusal != null) {
      return refusal;
    }
    Lease current = current(checkpoint.lease());
    Cursor cursor = checkpoint.cursor();
    if (!checkpoint.lease().cursor().equals(current.cursor())) {
      return new Leasing.Moved(current.position());
    }
    if (cursor.offset() < current.position() && !checkpoint.back()) {
      return new Leasing.Backward(current.position());
    }
    long limit = stream.nextLimit(cursor);
    return cursor.offset() > limit ? new Leasing.Beyond(limit) : granted(current.at(cursor, now));
  }

  private @Nullable Leasing refusal(Lease lease, long now) {
    if (stream.nextDeleted()) {
      return deleted();
    }
    Lease current = decided.get(lease.consumer());
    if (current == null || current.generation() != lease.generation()) {
      return new Leasing.Fenced(current == null ? 0 : current.generation());
    }
    return current.expired(now) ? new Leasing.Expired(current.until()) : null;
  }

  private Lease current(Lease lease) {
    return Objects.requireNonNull(decided.get(lease.consumer()));
  }

  private static Leasing granted(Lease lease) {
    return new Leasing.Granted(lease);
  }

  private Leasing deleted() {
    return new Leasing.Deleted(stream.descriptor().name());
  }

  /** Has {@code lease} be the one that later decisions see, and returns the one before. */
  @Nullable Lease take(Lease lease) {
    if (marks == null && lease.lag().holds()) {
      marks = new ByteMarks(stream, kernel.history());
    }
    return decided.put(lease.consumer(), lease);
  }

  /** Has later decisions see no lease in the place of {@code lease}. */
  CommitEntry takeForgotten(Lease lease) {
    decided.remove(lease.consumer());
    forgotten = Math.max(forgotten, lease.generation());
    return new CommitEntry.Forgotten(stream.incarnation(), lease.consumer(), forgotten);
  }

  /** Notes that {@code chunk} was given its place, with {@code before} bytes before it. */
  void taken(Chunk chunk, long before) {
    if (marks != null) {
      marks.add(chunk.first(), before);
    }
  }

  /** Makes {@code lease}, which was taken, visible. */
  void publish(Lease lease) {
    published.put(lease.consumer(), lease);
    writers.forEach(Waiter::signal);
  }

  /** Makes it visible that {@code consumer} is forgotten. */
  void publishForgotten(String consumer) {
    published.remove(consumer);
    writers.forEach(Waiter::signal);
  }

  /** Has {@code waiter} signalled, until it is closed, whenever a lease has changed. */
  Watch watch(Waiter waiter) {
    writers.add(waiter);
    return () -> writers.remove(waiter);
  }

  /** Takes in a lease of the state. */
  void load(Lease lease) {
    take(lease);
    publish(lease);
  }

  /** Takes in the greatest generation that the state knows of a consumer that is forgotten. */
  void loadForgotten(long generation) {
    forgotten = generation;
  }

  /**
   * Returns the lowest offset that leases keep from retention; the tail when none does. Called by
   * the committer.
   */
  long held(long now) {
    return held(now, stream.nextTail(), stream.nextBytes());
  }

  private long held(long now, long tail, long bytes) {
    long held = tail;
    for (Lease lease : decided.values()) {
      if (lease.lag().holds() && !lease.expired(now)) {
        held = Math.min(held, Math.max(lease.position(), start(lease.lag(), tail, bytes)));
      }
    }
    return Math.max(held, stream.nextEarliest());
  }

  /** Returns where {@code lag} begins before {@code tail}, which has {@code bytes} before it. */
  private long start(Lag lag, long tail, long bytes) {
    long byEvents = Math.max(0, tail - lag.events());
    return lag.bytes() == Lag.UNLIMITED || marks == null
        ? byEvents
        : Math.max(byEvents, marks.offsetAfter(bytes - lag.bytes()));
  }

  /**
   * Returns that there is no room for {@code task}, or null when there is: when it would stay
   * within the limits of the stream together with all that is held, or when nothing is held. Called
   * by the committer.
   */
  Append.@Nullable Full full(AppendTask task, long now) {
    StreamSettings settings = stream.settings();
    if (marks == null || !settings.limitsSize() || held(now) == stream.nextTail()) {
      return null;
    }
    long tail = stream.nextTail() + task.count();
    long bytes = stream.nextBytes() + task.lengthBytes();
    long held = held(now, tail, bytes);
    boolean fits =
        task.batches().isEmpty()
            || (tail - held <= settings.mostEvents()
                && (settings.mostBytes() == StreamSettings.UNLIMITED
                    || fits(bytes - marks.before(held), held)));
    return fits ? null : new Append.Full(stream.extent().earliest(), retryAfter(now));
  }

  /** Returns whether {@code bytes} appended from {@code held} on are within the limit. */
  private boolean fits(long bytes, long held) {
    long most = stream.settings().mostBytes();
    return bytes <= most
        || (stream.settings().compacts()
            && bytes - kernel.history().freedFrom(stream.incarnation(), held) <= most);
  }

  private Duration retryAfter(long now) {
    long millis = MOST_RETRY_MILLIS;
    for (Lease lease : decided.values()) {
      if (lease.lag().holds() && !lease.expired(now)) {
        millis = Math.min(millis, lease.until().toEpochMilli() - now);
      }
    }
    return Duration.ofMillis(millis);
  }
}
