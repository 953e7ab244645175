package bourn.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests that are committed in one frame of the log. Confined to the committer; {@link #clear}
 * makes it fit for reuse.
 */
final class CommitGroup {

  /** A group takes in no further request once it has this many bytes. */
  static final long ENOUGH_BYTES = 4 << 20;

  /** One that has held more entries is not worth being kept. */
  private static final int FEW_ENTRIES = 1_024;

  /** What an entry counts beside the bytes of its chunk: about as much as it takes of memory. */
  static final long ENTRY_BYTES = 128;

  private final HybridClock clock;
  private final long origin;
  private final Outputs outputs;
  private final List<CommitEntry> entries = new ArrayList<>(2);
  private final List<@Nullable LogStream> streams = new ArrayList<>(2);
  private final List<Request<?>> decided = new ArrayList<>(2);
  private Map<StreamName, LogStream> created = Map.of();
  private final List<@Nullable ValueOutput> lent = new ArrayList<>(2);
  private long lengthBytes;

  CommitGroup(HybridClock clock, long origin, Outputs outputs) {
    this.clock = clock;
    this.origin = origin;
    this.outputs = outputs;
  }

  /** Forgets all it holds, and returns whether this is small enough to be used again. */
  boolean clear() {
    boolean small = entries.size() <= FEW_ENTRIES;
    entries.clear();
    streams.clear();
    decided.clear();
    created = Map.of();
    lent.clear();
    lengthBytes = 0;
    return small;
  }

  /**
   * Decides {@code request} after those before it. One that breaks before it has added anything is
   * as if it had never come.
   *
   * @throws RuntimeException if it broke later: no commit may have what it has added, and the
   *     streams have given places that no commit takes
   */
  void admit(Request<?> request) {
    int before = entries.size();
    try {
      request.decideIn(this);
      decided.add(request);
    } catch (RuntimeException | Error e) {
      request.completeExceptionally(e);
      if (e instanceof Error || entries.size() > before) {
        throw e;
      }
    }
  }

  void add(CommitEntry entry) {
    entries.add(entry);
    streams.add(null);
    lent.add(null);
    lengthBytes += ENTRY_BYTES;
  }

  /** Adds {@code chunk}, the next of {@code stream}, which lies in {@code output}. */
  void add(LogStream stream, Chunk chunk, ValueOutput output) {
    entries.add(new CommitEntry.Appended(chunk));
    streams.add(stream);
    lent.add(output);
    lengthBytes += ENTRY_BYTES + chunk.lengthBytes();
  }

  /**
   * Has the large chunks, which begin where {@code log} says, lie in the log from now on, and gives
   * back the outputs that they were encoded into.
   */
  void moveInto(CommitLog log) {
    if (lengthBytes < PendingChunks.RESIDENT_BYTES || log.address() == CommitLog.NOWHERE) {
      return;
    }
    long address = log.address();
    for (int i = 0; i < entries.size(); i++) {
      CommitEntry entry = entries.get(i);
      if (entry instanceof CommitEntry.Appended(Chunk chunk)
          && chunk.lengthBytes() >= PendingChunks.RESIDENT_BYTES) {
        long start = CommitCodec.chunkAt(address);
        entries.set(i, new CommitEntry.Appended(chunk.in(log.read(start, chunk.lengthBytes()))));
        giveBack(i);
      }
      address += CommitCodec.lengthBytes(entry);
    }
  }

  /** Gives back the outputs of all chunks, as nobody asks these for their bytes any more. */
  void giveBack() {
    for (int i = 0; i < lent.size(); i++) {
      giveBack(i);
    }
  }

  private void giveBack(int index) {
    ValueOutput output = lent.set(index, null);
    if (output != null) {
      outputs.give(output);
    }
  }

  void addCreated(LogStream stream) {
    created = created.isEmpty() ? new LinkedHashMap<>() : created;
    created.put(stream.descriptor().name(), stream);
    add(stream.creation());
  }

  /** Returns the stream of that name as those requests leave it that were decided so far. */
  Optional<LogStream> find(StreamName name, Publication publication) {
    LogStream stream = created.get(name);
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

  /** Returns the entries; valid until this is cleared. */
  List<CommitEntry> entries() {
    return entries;
  }

  /** Returns the stream that the entry {@code index}, a chunk, is of; null for other entries. */
  @Nullable LogStream stream(int index) {
    return streams.get(index);
  }

  Collection<LogStream> created() {
    return created.values();
  }

  List<Request<?>> decided() {
    return decided;
  }

  /** Returns whether anyone waits until this is durable. */
  boolean awaitsSync() {
    for (int i = 0; i < decided.size(); i++) {
      if (decided.get(i).awaitsSync()) {
        return true;
      }
    }
    return false;
  }

  /** Returns how many bytes its chunks have, and {@link #ENTRY_BYTES} for each entry. */
  long lengthBytes() {
    return lengthBytes;
  }
}
