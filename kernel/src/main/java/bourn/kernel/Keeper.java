package bourn.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps streams within their settings, and reclaims what nobody can read, on its own thread. */
final class Keeper {

  /*
   * Dropping events is two steps. First the earliest offset moves, or the stream is deleted: a
   * commit like any other. Then, when the state has that commit and the log has it durably, the
   * chunks that no stream, fork or bounded stream needs are removed from the state. A chunk that was
   * on its way to the state meanwhile has arrived by then.
   */

  private static final int MOST_SHARE = 20;

  private final Committer committer;
  private final Compactor compactor;
  private final Publication publication;
  private final Applier applier;
  private final Syncer syncer;
  private final KeyValue state;
  private final Fuse fuse;
  private final Tuning tuning;
  private final Environment environment;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Thread thread;
  private final Map<LogStream, Kept> watched = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** What is known of a stream that is looked after. Confined to the thread. */
  private static final class Kept {
    /** The state has no chunk before this. */
    private long floor;

    /** The state has no chunk that begins at or after this. */
    private long ceiling = Long.MAX_VALUE;

    /** What is needed once the state has the commit {@link #number}, which is 0 for nothing new. */
    private long lowest;

    private long highest;
    private long number;

    /** The hybrid time of the event at {@link #oldestAt}. */
    private long oldest;

    private long oldestAt = -1;

    /** Where the last pass of compaction began, and the offset before which it left nothing out. */
    private long compactedFrom;

    private long clean;

    /** The bytes appended and the first offset held when a pass would change nothing more. */
    private long cleanBytes = -1;

    private long cleanHeld;

    /** What compaction took from {@link #freedFrom} on, which is -1 when that is not known. */
    private long freed;

    private long freedFrom = -1;

    /** When the next pass of compaction may begin. */
    private long compactNanos;
  }

  Keeper(
      Committer committer,
      Compactor compactor,
      Publication publication,
      Applier applier,
      Syncer syncer,
      KeyValue state,
      Fuse fuse,
      Tuning tuning,
      Environment environment) {
    this.committer = committer;
    this.compactor = compactor;
    this.publication = publication;
    this.applier = applier;
    this.syncer = syncer;
    this.state = state;
    this.fuse = fuse;
    this.tuning = tuning;
    this.environment = environment;
    this.thread = environment.threads().newThread(this::keepUntilClosed);
  }

  void start() {
    publication.all().forEach(this::watch);
    thread.start();
  }

  /** Looks after {@code stream} from now on, if there is anything to look after. */
  void watch(LogStream stream) {
    if (needsCare(stream) && watched.putIfAbsent(stream, new Kept()) == null) {
      lock.lock();
      try {
        work.signal();
      } finally {
        lock.unlock();
      }
    }
  }

  private static boolean needsCare(LogStream stream) {
    return stream.deleted()
        || stream.settings().limits()
        || stream.extent().earliest() > stream.at();
  }

  private void keepUntilClosed() {
    try {
      while (awaitWork()) {
        watched.forEach(this::keepIfWhole);
      }
    } catch (RuntimeException | Error | InterruptedException e) {
      if (!closed) {
        fuse.blow(e);
      }
    }
  }

  private boolean awaitWork() throws InterruptedException {
    lock.lock();
    try {
      while (watched.isEmpty() && !closed) {
        work.await();
      }
      long nanos = TimeUnit.MILLISECONDS.toNanos(tuning.keepMillis());
      while (nanos > 0 && !closed) {
        nanos = work.awaitNanos(nanos);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Leaves a stream as it is while what the state knows of it is damaged: others are whole. */
  private void keepIfWhole(LogStream stream, Kept kept) {
    try {
      keep(stream, kept);
    } catch (DamageException e) {
      fuse.check();
    }
  }

  private void keep(LogStream stream, Kept kept) {
    if (closed || fuse.blown()) {
      return;
    }
    if (!stream.deleted()) {
      long tail = stream.tail();
      if (expired(stream)) {
        committer.run(new DeleteRequest(stream, tail));
      } else {
        if (stream.settings().drops()) {
          drop(stream, kept);
        }
        if (stream.settings().compacts()) {
          compact(stream, kept);
        }
      }
    }
    reclaim(stream, kept);
  }

  private boolean expired(LogStream stream) {
    long ttl = stream.settings().ttlMillis();
    return ttl != StreamSettings.UNLIMITED
        && environment.clock().millis() - stream.touchedMillis() > ttl;
  }

  private void drop(LogStream stream, Kept kept) {
    StreamSettings settings = stream.settings();
    Extent extent = stream.extent();
    long target = extent.earliest();
    if (settings.mostEvents() != StreamSettings.UNLIMITED) {
      target = Math.max(target, extent.tail() - settings.mostEvents());
    }
    if (settings.mostBytes() != StreamSettings.UNLIMITED) {
      target = Math.max(target, withinBytes(stream, target, settings.mostBytes(), kept));
    }
    if (settings.mostMillis() != StreamSettings.UNLIMITED) {
      target = Math.max(target, withinAge(stream, target, settings.mostMillis(), kept));
    }
    if (target > extent.earliest()) {
      committer.run(new TrimRequest(stream, target, true));
    }
  }

  /** Compacts what was appended, but takes no more than a twentieth of the time. */
  private void compact(LogStream stream, Kept kept) {
    long bytes = stream.bytes();
    long held = stream.holds().first();
    boolean done =
        bytes == kept.cleanBytes && (kept.clean == stream.tail() || held == kept.cleanHeld);
    if (done || System.nanoTime() - kept.compactNanos < 0) {
      return;
    }
    syncer.sync();
    long start = System.nanoTime();
    try {
      long pack = StateKeys.entry(state, stream.incarnation(), stream.extent().earliest(), 0);
      boolean leftOut = compact(stream, kept, pack);
      kept.cleanBytes = leftOut || kept.clean == stream.tail() ? bytes : -1;
    } catch (DamageException e) {
      kept.cleanBytes = bytes;
    }
    kept.cleanHeld = held;
    long end = System.nanoTime();
    kept.compactNanos = end + MOST_SHARE * (end - start);
  }

  /** Makes a pass from {@code pack} on, and returns whether it left out what somebody holds. */
  private boolean compact(LogStream stream, Kept kept, long pack) {
    long from = Math.max(stream.forkedUntil(), pack);
    kept.clean = from < kept.compactedFrom ? 0 : kept.clean;
    long oldestTombstone = from == pack ? before(stream.settings().tombstoneMillis()) : 0;
    kept.compactedFrom = from;
    kept.freedFrom = -1;
    Compactor.Result result = compactor.compact(stream, from, kept.clean, oldestTombstone);
    kept.clean = result.clean();
    return result.leftOut();
  }

  /** Returns the hybrid time {@code millis} ago. */
  private long before(long millis) {
    return Math.max(0, environment.clock().millis() - millis) << 16;
  }

  private long withinBytes(LogStream stream, long earliest, long most, Kept kept) {
    long bytes = stream.bytes();
    long incarnation = stream.incarnation();
    long from = Math.max(earliest, stream.at());
    long left = bytes - Milestones.before(state, incarnation, from);
    return left <= most || left - freedFrom(stream, from, kept) <= most
        ? earliest
        : Freed.find(state, incarnation, from, bytes, most);
  }

  private long freedFrom(LogStream stream, long from, Kept kept) {
    if (kept.freedFrom != from) {
      Bound bound = new Bound(from, Long.MAX_VALUE);
      kept.freed = Freed.within(state, stream.incarnation(), bound);
      kept.freedFrom = from;
    }
    return kept.freed;
  }

  private long withinAge(LogStream stream, long earliest, long mostMillis, Kept kept) {
    long tail = stream.tail();
    long cutoff = before(mostMillis);
    if (earliest == tail || (kept.oldestAt == earliest && kept.oldest >= cutoff)) {
      return earliest;
    }
    try {
      ChunkCursor chunks = stream.chunks();
      long found = TimeSearch.find(chunks, earliest, tail, cutoff);
      if (found < tail) {
        kept.oldest = chunks.chunk(found).stamp().hlc();
        kept.oldestAt = found;
      }
      return found;
    } catch (EventsLostException e) {
      return earliest;
    }
  }

  private void reclaim(LogStream stream, Kept kept) {
    if (kept.number > 0 && applier.applied() >= kept.number) {
      remove(stream, kept);
      kept.number = 0;
    }
    if (kept.number == 0) {
      plan(stream, kept);
    }
  }

  private void plan(LogStream stream, Kept kept) {
    kept.lowest = lowest(stream);
    kept.highest = stream.deleted() ? stream.neededUntil() : Long.MAX_VALUE;
    if (kept.lowest > kept.floor || kept.highest < kept.ceiling) {
      kept.number = publication.last();
    } else if (!stream.deleted()
        && !stream.settings().limits()
        && kept.floor >= stream.extent().earliest()) {
      leave(stream, kept);
    }
  }

  /** Looks after {@code stream} no longer, unless that was asked for again meanwhile. */
  private void leave(LogStream stream, Kept kept) {
    watched.remove(stream);
    if (stream.deleted() || stream.settings().limits() || kept.floor < stream.extent().earliest()) {
      watched.putIfAbsent(stream, kept);
    }
  }

  /**
   * Returns the first offset that is needed, once bounded streams that hold too much let go, those
   * of forks too.
   */
  private long lowest(LogStream stream) {
    long needed = stream.needed();
    long unheld = stream.neededUnheld();
    if (needed < unheld && bytes(stream, needed, unheld) > tuning.heldBytes()) {
      stream.letGo(unheld);
      return stream.needed();
    }
    return needed;
  }

  private long bytes(LogStream stream, long from, long until) {
    long incarnation = stream.incarnation();
    long end =
        until >= stream.tail() ? stream.bytes() : Milestones.before(state, incarnation, until);
    return end - Milestones.before(state, incarnation, from);
  }

  private void remove(LogStream stream, Kept kept) {
    boolean everything = stream.deleted() && kept.lowest == Long.MAX_VALUE;
    List<Bound> ranges = new ArrayList<>();
    if (everything) {
      ranges.add(new Bound(0, Long.MAX_VALUE));
    } else {
      ranges.add(new Bound(0, kept.lowest));
      if (kept.highest < Long.MAX_VALUE) {
        ranges.add(new Bound(kept.highest, Long.MAX_VALUE));
      }
    }
    syncer.sync();
    applier.offer(new Removal(stream.incarnation(), ranges, everything));
    kept.floor = kept.lowest;
    kept.ceiling = kept.highest;
    if (everything) {
      publication.forget(stream);
      watched.remove(stream);
    }
  }

  /** Finishes what it is at, and ends. */
  void close() throws InterruptedException {
    lock.lock();
    try {
      closed = true;
      work.signal();
    } finally {
      lock.unlock();
    }
    thread.join();
  }
}
