package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Drops events under whose key there is a newer one. Confined to the keeper.
 *
 * @see <a href="https://kafka.apache.org/documentation/#compaction">Log compaction in Kafka</a>
 */
final class Compactor {

  /*
   * One pass reads what was appended since the last one and notes the newest offset under each key;
   * then it goes through the entries of the state from the start, and rewrites those that hold an
   * older event. Offsets do not move: holes stand where events were. Entries that become small are
   * joined with the one before.
   *
   * A bounded stream always has the same events, so nothing is rewritten at or behind the first
   * offset that one holds, and each run is rewritten under the stream's permit, for which whoever
   * bounds the stream waits too, after its hold is known. Before the permit is given back, what was
   * rewritten leaves the live tail: a bounded stream would have its older events until then.
   *
   * Entries may be joined while a pass is under way. A run across whose ends that was done is not
   * rewritten, and the pass is made once more.
   *
   * A tombstone goes only when nothing older can be left under its key: when a pass before has gone
   * over it and all before it, and had to leave out nothing. What salvage could not recover is no
   * more than a place that nothing is rewritten across; behind an entry that is damaged, which a
   * salvage might recover, tombstones stay.
   */

  private static final Symbol TOMBSTONE = new Symbol("bourn/tombstone");

  private final KeyValue state;
  private final History history;
  private final Applier applier;
  private final Fuse fuse;
  private final long keyBytes;

  Compactor(KeyValue state, History history, Applier applier, Fuse fuse, long keyBytes) {
    this.state = state;
    this.history = history;
    this.applier = applier;
    this.fuse = fuse;
    this.keyBytes = keyBytes;
  }

  /**
   * What a pass came to.
   *
   * @param clean the offset before which passes so far left nothing out
   * @param leftOut whether this one left out anything that somebody holds
   */
  record Result(long clean, boolean leftOut) {}

  /** The newest offset under each key in {@code [from, until)}. */
  private record Newest(KeyOffsets offsets, long from, long until) {}

  /**
   * Makes one pass over {@code [from, tail)}, as far as the state has it.
   *
   * @param clean the offset before which earlier passes left nothing out
   * @param oldestTombstone the hybrid time before which tombstones that lie before {@code clean} go
   */
  Result compact(LogStream stream, long from, long clean, long oldestTombstone) {
    List<Value> path = ((Value.Items) stream.settings().compactionPath()).items();
    Newest newest = newest(stream, Math.max(from, clean), path);
    Pass pass = new Pass(stream, path, newest, oldestTombstone);
    try (KeyValue.Entries entries = entries(stream, from, newest.until())) {
      while (entries.next() && !fuse.blown()) {
        pass.add(entries);
      }
    }
    pass.flush();
    boolean all = !pass.leftOut && !pass.outdated;
    return new Result(all ? newest.until() : clean, pass.leftOut && !pass.outdated);
  }

  private KeyValue.Entries entries(LogStream stream, long from, long until) {
    return state.scan(
        KeyValue.Family.CHUNKS,
        StateKeys.chunks(stream.incarnation(), from),
        StateKeys.chunks(stream.incarnation(), until));
  }

  private Newest newest(LogStream stream, long from, List<Value> path) {
    KeyOffsets offsets = new KeyOffsets(keyBytes);
    EventFormat.Walker walker = stream.format().walker();
    long until = from;
    long first = StateKeys.entry(state, stream.incarnation(), from, from);
    try (KeyValue.Entries entries = entries(stream, first, Long.MAX_VALUE)) {
      while (!offsets.isFull() && entries.next()) {
        for (Chunk chunk : chunksOrNone(entries)) {
          for (int i = 0; i < chunk.count() && !chunk.isHole(); i++) {
            walker.stand(chunk.body(), chunk.count(), i);
            Value key = key(walker.value(), path);
            if (key != null) {
              offsets.put(key, chunk.first() + i);
            }
          }
          until = chunk.until();
        }
        LostRange lost = LostRange.read(MemorySegment.ofArray(entries.value()));
        until = lost == null ? until : lost.until();
      }
    }
    return new Newest(offsets, from, until);
  }

  /** Returns the chunks of an entry, none when they are lost or damaged. */
  private List<Chunk> chunksOrNone(KeyValue.Entries entries) {
    if (LostRange.read(MemorySegment.ofArray(entries.value())) != null) {
      return List.of();
    }
    try {
      return chunks(entries);
    } catch (DamageException e) {
      return List.of();
    }
  }

  private List<Chunk> chunks(KeyValue.Entries entries) {
    byte[] value = entries.value();
    try {
      return chunks(value);
    } catch (DamageException e) {
      byte[] moved = state.get(KeyValue.Family.CHUNKS, entries.key());
      if (moved == null || Arrays.equals(moved, value)) {
        throw e;
      }
      return chunks(moved);
    }
  }

  private List<Chunk> chunks(byte[] entry) {
    return Chunk.unpack(history.bytes(entry));
  }

  /** Returns the key of {@code event}, or null when it has none. */
  private static @Nullable Value key(Value event, List<Value> path) {
    if (event instanceof Value.Tagged(Symbol tag, Value key) && tag.equals(TOMBSTONE)) {
      return key;
    }
    Value found = event;
    for (Value step : path) {
      found = found instanceof Value.Entries entries ? entries.get(step) : null;
    }
    return found;
  }

  /** Goes through the entries of one stream, and rewrites runs of them. */
  private final class Pass {

    private final LogStream stream;
    private final List<Value> path;
    private final Newest newest;
    private long oldestTombstone;
    private final EventFormat.Walker walker;
    private final List<Chunk> run = new ArrayList<>();
    private int runBytes;
    private long runBefore;
    private boolean runChanged;
    private boolean leftOut;
    private boolean outdated;
    private long runFrom;
    private long runUntil;

    Pass(LogStream stream, List<Value> path, Newest newest, long oldestTombstone) {
      this.stream = stream;
      this.path = path;
      this.newest = newest;
      this.oldestTombstone = oldestTombstone;
      this.walker = stream.format().walker();
    }

    void add(KeyValue.Entries entries) {
      if (LostRange.read(MemorySegment.ofArray(entries.value())) != null) {
        flush();
        return;
      }
      List<Chunk> chunks = chunksOrNone(entries);
      if (chunks.isEmpty()) {
        flush();
        oldestTombstone = 0;
      } else {
        add(StateKeys.first(entries.key()), chunks);
      }
    }

    private void add(long first, List<Chunk> before) {
      List<Chunk> after = new ArrayList<>();
      before.forEach(chunk -> keep(chunk, after));
      boolean same = after.equals(before);
      if (same && (after.size() > 1 || !after.getFirst().isHole())) {
        flush();
        return;
      }
      int lengthBytes = after.stream().mapToInt(Chunk::lengthBytes).sum();
      if (runBytes + lengthBytes > PendingChunks.PACK_BYTES) {
        flush();
      }
      runChanged |= !same || !run.isEmpty();
      if (run.isEmpty()) {
        runFrom = first;
      }
      after.forEach(this::join);
      before.forEach(chunk -> runBefore += chunk.lengthBytes());
      runUntil = before.getLast().until();
    }

    /** Adds to {@code after} what is kept of {@code chunk}, and holes for the rest. */
    private void keep(Chunk chunk, List<Chunk> after) {
      if (chunk.isHole()) {
        after.add(chunk);
        return;
      }
      int from = 0;
      while (from < chunk.count()) {
        boolean kept = isKept(chunk, from);
        int until = from + 1;
        while (until < chunk.count() && isKept(chunk, until) == kept) {
          until++;
        }
        after.add(part(chunk, from, until, kept));
        from = until;
      }
    }

    private boolean isKept(Chunk chunk, int index) {
      long offset = chunk.first() + index;
      walker.stand(chunk.body(), chunk.count(), index);
      Value event = walker.value();
      Value key = key(event, path);
      if (key == null) {
        return true;
      }
      boolean isTombstone = event instanceof Value.Tagged;
      return !newest.offsets().hasNewer(key, offset)
          && !(isTombstone && offset < newest.from() && chunk.stamp().hlc() < oldestTombstone);
    }

    private Chunk part(Chunk chunk, int from, int until, boolean kept) {
      long first = chunk.first() + from;
      if (!kept) {
        return ChunkHeader.hole(chunk.incarnation(), first, until - from, chunk.stamp());
      }
      if (until - from == chunk.count()) {
        return chunk;
      }
      List<Value> values = new ArrayList<>(until - from);
      for (int i = from; i < until; i++) {
        walker.stand(chunk.body(), chunk.count(), i);
        values.add(walker.value());
      }
      return chunk.resealed(first, until - from, stream.format().encode(values));
    }

    private void join(Chunk chunk) {
      Chunk last = run.isEmpty() ? null : run.getLast();
      if (last != null && last.isHole() && chunk.isHole()) {
        run.removeLast();
        runBytes -= last.lengthBytes();
        int count = (int) (chunk.until() - last.first());
        add(ChunkHeader.hole(chunk.incarnation(), last.first(), count, last.stamp()));
      } else {
        add(chunk);
      }
    }

    private void add(Chunk chunk) {
      run.add(chunk);
      runBytes += chunk.lengthBytes();
    }

    /** Writes the run, unless somebody holds events of it. */
    void flush() {
      if (runChanged) {
        rewrite();
      }
      run.clear();
      runBytes = 0;
      runBefore = 0;
      runChanged = false;
    }

    private void rewrite() {
      Rewrite rewrite =
          new Rewrite(
              stream.incarnation(), new Bound(runFrom, runUntil), runBefore, Chunk.pack(run));
      Semaphore compacting = stream.compacting();
      compacting.acquireUninterruptibly();
      try {
        if (stream.holds().first() >= runUntil && stream.forkedUntil() <= runFrom) {
          applier.run(rewrite);
          settle(rewrite);
        } else {
          leftOut = true;
        }
      } finally {
        compacting.release();
      }
    }

    private void settle(Rewrite rewrite) {
      if (rewrite.done().get()) {
        stream.trimLive(runUntil);
      } else {
        outdated = true;
      }
    }
  }
}
