package bourn.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What readers see: the streams and their tails, moved forward commit by commit. */
final class Publication {

  /*
   * The tails of one commit move under the lock, so that a cut, which takes it too, sees all of a
   * commit or nothing. A reader of one stream needs no lock: its tail is volatile.
   */

  private final ReentrantLock lock = new ReentrantLock();
  private final ConcurrentMap<StreamName, LogStream> names = new ConcurrentSkipListMap<>();
  private final ConcurrentMap<Long, LogStream> incarnations = new ConcurrentHashMap<>();
  private List<LogStream> unsynced = new ArrayList<>();
  private final AtomicLong last;
  private final Backlog backlog;

  /** A stream and a tail of it that is about to be durable. */
  record Mark(LogStream stream, long tail) {}

  Publication(long last, Tuning tuning) {
    this.backlog = new Backlog(lock, tuning);
    this.last = new AtomicLong(last);
  }

  Optional<LogStream> find(StreamName name) {
    return Optional.ofNullable(names.get(name));
  }

  Optional<LogStream> find(long incarnation) {
    return Optional.ofNullable(incarnations.get(incarnation));
  }

  Collection<LogStream> streams() {
    return names.values();
  }

  /** Adds a stream, nameless if it is deleted. */
  void add(LogStream stream) {
    incarnations.put(stream.incarnation(), stream);
    LogStream parent = stream.parentStream();
    if (parent != null) {
      parent.publishFork(stream);
    }
    if (!stream.deleted()) {
      names.put(stream.descriptor().name(), stream);
    }
  }

  /** Forgets a deleted stream of which nothing is left. */
  void forget(LogStream stream) {
    incarnations.remove(stream.incarnation());
    LogStream parent = stream.parentStream();
    if (parent != null) {
      parent.publishForgotten(stream);
    }
  }

  /** Returns the commits that are visible and not applied. */
  Backlog backlog() {
    return backlog;
  }

  /** Returns every stream, deleted ones of which something is left too. */
  Collection<LogStream> all() {
    return incarnations.values();
  }

  /**
   * Makes a commit visible, and then wakes who waits for it.
   *
   * @param address where it begins in the log
   * @return whether the applier is to be woken
   */
  boolean publish(long number, long address, CommitGroup group) {
    boolean wakesApplier;
    lock.lock();
    try {
      if (!group.created().isEmpty()) {
        group.created().forEach(this::add);
      }
      ChunkPack pack = publish(group.entries().getFirst(), group.stream(0));
      for (int i = 1; i < group.entries().size(); i++) {
        ChunkPack next = publish(group.entries().get(i), group.stream(i));
        pack = pack != null && pack.equals(next) ? pack : null;
      }
      last.setRelease(number);
      wakesApplier = backlog.add(number, address, group, pack);
      if (pack != null) {
        group.giveBack();
      }
    } finally {
      lock.unlock();
    }
    for (int i = 0; i < group.entries().size(); i++) {
      wake(group.entries().get(i), group.stream(i));
    }
    return wakesApplier;
  }

  private @Nullable ChunkPack publish(CommitEntry entry, @Nullable LogStream grown) {
    if (grown != null && entry instanceof CommitEntry.Appended(Chunk chunk)) {
      markUnsynced(grown);
      return grown.publish(chunk);
    }
    publish(entry);
    return null;
  }

  private void publish(CommitEntry entry) {
    switch (entry) {
      case CommitEntry.Sealed(long incarnation) -> stream(incarnation).publishSeal();
      case CommitEntry.Forked forked -> markUnsynced(stream(forked.incarnation()));
      case CommitEntry.Deleted(long incarnation) -> delete(stream(incarnation));
      case CommitEntry.Leased(Lease lease) ->
          stream(lease.cursor().incarnation()).leases().publish(lease);
      case CommitEntry.Forgotten(long incarnation, String consumer, long _) ->
          stream(incarnation).leases().publishForgotten(consumer);
      case CommitEntry.Trimmed(long incarnation, long earliest) ->
          stream(incarnation).publishTrim(earliest);
      case CommitEntry.Configured(long incarnation, Configuration configuration) ->
          stream(incarnation).publish(configuration);
      case CommitEntry.Appended appended -> {}
      case CommitEntry.Created created -> {}
      case CommitEntry.Numbered numbered -> {}
      case CommitEntry.Opened opened -> {}
      case CommitEntry.Closed closed -> {}
    }
  }

  private void markUnsynced(LogStream stream) {
    if (stream.markUnsynced()) {
      unsynced.add(stream);
    }
  }

  private void delete(LogStream stream) {
    names.remove(stream.descriptor().name(), stream);
    stream.publishDelete();
  }

  private void wake(CommitEntry entry, @Nullable LogStream grown) {
    if (grown == null) {
      wake(entry);
    } else {
      grown.wake();
    }
  }

  private void wake(CommitEntry entry) {
    switch (entry) {
      case CommitEntry.Sealed(long incarnation) -> stream(incarnation).wake();
      case CommitEntry.Deleted(long incarnation) -> stream(incarnation).wake();
      case CommitEntry.Appended appended -> {}
      case CommitEntry.Created created -> {}
      case CommitEntry.Forked forked -> {}
      case CommitEntry.Trimmed trimmed -> {}
      case CommitEntry.Configured configured -> {}
      case CommitEntry.Numbered numbered -> {}
      case CommitEntry.Leased leased -> {}
      case CommitEntry.Forgotten forgotten -> {}
      case CommitEntry.Opened opened -> {}
      case CommitEntry.Closed closed -> {}
    }
  }

  private LogStream stream(long incarnation) {
    return Objects.requireNonNull(incarnations.get(incarnation));
  }

  /** Returns the number of the last commit that is visible. */
  long last() {
    return last.getAcquire();
  }

  /** Returns the tails that a sync begun after this call makes durable. */
  List<Mark> takeUnsynced() {
    lock.lock();
    try {
      List<Mark> marks = new ArrayList<>(unsynced.size());
      for (LogStream stream : unsynced) {
        stream.clearUnsynced();
        marks.add(new Mark(stream, stream.tail()));
      }
      unsynced = new ArrayList<>();
      return marks;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the bounds of {@code streams} at the last commit. */
  Cut cut(Collection<LogStream> streams) {
    lock.lock();
    try {
      Map<StreamName, Bound> bounds = new HashMap<>();
      Map<StreamName, Long> incarnations = new HashMap<>();
      for (LogStream stream : streams) {
        bounds.put(stream.descriptor().name(), stream.extent().bound());
        incarnations.put(stream.descriptor().name(), stream.incarnation());
      }
      return new Cut(last.getPlain(), bounds, incarnations);
    } finally {
      lock.unlock();
    }
  }

  /** Wakes everyone who waits on any stream, as none will grow. */
  void wakeAll() {
    streams().forEach(LogStream::wakeAll);
  }
}
