package bourn.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests that are committed in one frame of the log. Confined to the committer. */
final class CommitGroup {

  /** A group takes in no further request once it has this many bytes. */
  static final long ENOUGH_BYTES = 4 << 20;

  private final HybridClock clock;
  private final long origin;
  private final List<CommitEntry> entries = new ArrayList<>();
  private final List<LogStream> created = new ArrayList<>();
  private final Map<StreamName, LogStream> names = new HashMap<>();
  private final List<Decided<?>> decided = new ArrayList<>();
  private final List<ValueOutput> lent = new ArrayList<>();
  private long lengthBytes;

  CommitGroup(HybridClock clock, long origin) {
    this.clock = clock;
    this.origin = origin;
  }

  /** A request and what becomes of it once the group is in the log. */
  record Decided<T>(Request<T> request, T outcome, boolean acknowledges) {

    boolean awaitsSync() {
      return acknowledges && request.durability() == Durability.DISK;
    }

    void settle() {
      request.settle(outcome);
    }

    void fail(String why) {
      request.complete(request.indeterminate(why));
    }
  }

  /** Decides {@code request} after those before it. */
  <T> void admit(Request<T> request) {
    int before = entries.size();
    try {
      T outcome = request.decide(this);
      decided.add(
          new Decided<>(
              request, outcome, entries.size() > before || request.acknowledges(outcome)));
    } catch (RuntimeException e) {
      request.completeExceptionally(e);
    }
  }

  void add(CommitEntry entry) {
    entries.add(entry);
    if (entry instanceof CommitEntry.Appended(Chunk chunk)) {
      lengthBytes += chunk.lengthBytes();
    }
  }

  /** Takes over the output in which the body of {@code batch} lies, if it was lent. */
  void borrow(Chunk.Batch batch) {
    if (batch.lent() != null) {
      lent.add(batch.lent());
    }
  }

  /**
   * Has the large chunks, which begin where {@code log} says, lie in the log from now on, so that
   * the outputs that they were encoded into can be used again.
   */
  void moveInto(CommitLog log, Outputs outputs) {
    long address = log.address();
    if (address == CommitLog.NOWHERE || lengthBytes < PendingChunks.RESIDENT_BYTES) {
      return;
    }
    for (int i = 0; i < entries.size(); i++) {
      CommitEntry entry = entries.get(i);
      if (entry instanceof CommitEntry.Appended(Chunk chunk)
          && chunk.lengthBytes() >= PendingChunks.RESIDENT_BYTES) {
        long start = CommitCodec.chunkAt(address);
        entries.set(i, new CommitEntry.Appended(chunk.in(log.read(start, chunk.lengthBytes()))));
      }
      address += CommitCodec.lengthBytes(entry);
    }
    lent.forEach(outputs::give);
    lent.clear();
  }

  void addCreated(LogStream stream) {
    created.add(stream);
    names.put(stream.descriptor().name(), stream);
    add(stream.creation());
  }

  /** Returns the stream of that name as those requests leave it that were decided so far. */
  Optional<LogStream> find(StreamName name, Publication publication) {
    LogStream stream = names.get(name);
    return (stream == null ? publication.find(name) : Optional.of(stream))
        .filter(found -> !found.nextDeleted());
  }

  Stamp stamp(List<Reference> causes, long seen) {
    return new Stamp(clock.next(seen), origin, causes);
  }

  /** Returns the time at which this is decided, in milliseconds since 1970. */
  long epochMillis() {
    return clock.epochMillis();
  }

  List<CommitEntry> entries() {
    return entries;
  }

  List<LogStream> created() {
    return created;
  }

  List<Decided<?>> decided() {
    return decided;
  }

  /** Returns whether anyone waits until this is durable. */
  boolean awaitsSync() {
    for (Decided<?> one : decided) {
      if (one.awaitsSync()) {
        return true;
      }
    }
    return false;
  }

  long lengthBytes() {
    return lengthBytes;
  }
}
