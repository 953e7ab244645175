package bourn.kernel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Gives back storage that is mostly dead, in the log and in the state, on a thread of its own. */
final class Reclaimer {

  /*
   * Storage may be twice what lives in it, and SLACK_BYTES more. Beyond that, so much is dead that
   * to write what lives once more costs no more than what it frees.
   *
   * In the log, the chunks that live in the parts with the fewest of them are copied into the state,
   * byte for byte and under the same keys. Readers that know an old place find its part gone and
   * look again. The part goes with the next flush, as nothing stays in it then; until that is
   * durable, the places are. The state is written anew by itself.
   *
   * A part that is damaged is left as it is, for salvage: not all that lives in it can be copied.
   * So is a state that cannot be written anew, as on a full disk, until more of it is dead.
   */

  /** The bytes of dead storage that are let be. */
  static final long SLACK_BYTES = 16L << 20;

  private final KeyValue state;
  private final CommitLog log;
  private final Applier applier;
  private final Fuse fuse;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private final Map<Long, Long> left = new HashMap<>();
  private long leftRemoved;
  private Usage.@Nullable Snapshot next;
  private volatile boolean closed;

  /** A part of the log that is kept. */
  private record Part(long number, long sizeBytes, long livingBytes) {

    double livingShare() {
      return (double) livingBytes / sizeBytes;
    }
  }

  Reclaimer(KeyValue state, CommitLog log, Applier applier, Fuse fuse, Environment environment) {
    this.state = state;
    this.log = log;
    this.applier = applier;
    this.fuse = fuse;
    this.thread = environment.threads().newThread(this::reclaimUntilClosed);
  }

  void start() {
    thread.start();
  }

  /** Looks what can be given back, after a flush of what {@code usage} tells. */
  void flushed(Usage.Snapshot usage) {
    lock.lock();
    try {
      next = usage;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns what is used; null once this is closed. */
  private Usage.@Nullable Snapshot take() {
    lock.lock();
    try {
      while (next == null && !closed) {
        changed.awaitUninterruptibly();
      }
      Usage.Snapshot taken = closed ? null : next;
      next = null;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void reclaimUntilClosed() {
    try {
      Usage.Snapshot usage = take();
      while (usage != null) {
        reclaimLog(usage);
        reclaimState(usage);
        usage = take();
      }
    } catch (RuntimeException | Error e) {
      if (!closed) {
        fuse.blow(e);
      }
    }
  }

  private void reclaimLog(Usage.Snapshot usage) {
    List<Part> parts = new ArrayList<>();
    log.kept()
        .forEach(
            (part, sizeBytes) ->
                parts.add(new Part(part, sizeBytes, usage.parts().getOrDefault(part, 0L))));
    parts.sort(Comparator.comparingDouble(Part::livingShare));
    long size = parts.stream().mapToLong(Part::sizeBytes).sum();
    long living = parts.stream().mapToLong(Part::livingBytes).sum();
    for (Part part : parts) {
      if (size <= 2 * living + SLACK_BYTES || closed) {
        return;
      }
      relocate(part);
      size -= part.sizeBytes();
      living -= part.livingBytes();
    }
  }

  /**
   * Has nothing stay in {@code part} that the state needs: it goes with the next flush. Called by
   * any thread.
   *
   * @throws DamageException if not all in it can be copied
   */
  void empty(long part) {
    log.visit(part, this::relocate);
  }

  private void relocate(Part part) {
    if (left.containsKey(part.number()) && left.get(part.number()) == part.livingBytes()) {
      return;
    }
    left.put(part.number(), part.livingBytes());
    try {
      log.visit(part.number(), this::relocate);
    } catch (DamageException e) {
      fuse.check();
    }
  }

  private boolean relocate(long address, ByteBuffer commit) {
    List<Relocation.Move> moves = new ArrayList<>();
    long at = address;
    for (CommitEntry entry : CommitCodec.decode(commit)) {
      if (entry instanceof CommitEntry.Appended(Chunk chunk)) {
        ChunkPlace place = placeAt(CommitCodec.chunkAt(at), chunk);
        if (place != null) {
          moves.add(new Relocation.Move(chunks(place), place));
        }
      }
      at += CommitCodec.lengthBytes(entry);
    }
    if (!moves.isEmpty()) {
      applier.run(new Relocation(moves));
    }
    return !closed;
  }

  /** Returns the place that the state has for {@code chunk}, if it begins at {@code address}. */
  private @Nullable ChunkPlace placeAt(long address, Chunk chunk) {
    byte[] key = StateKeys.chunks(chunk.incarnation(), chunk.first());
    byte[] value = state.get(KeyValue.Family.CHUNKS, key);
    if (value == null || !ChunkPlace.isOne(value)) {
      return null;
    }
    ChunkPlace place = ChunkPlace.of(value);
    return place.address() == address ? place : null;
  }

  private List<Chunk> chunks(ChunkPlace place) {
    return Chunk.unpack(log.read(place.address(), place.spanBytes()));
  }

  private void reclaimState(Usage.Snapshot usage) {
    boolean due = usage.removed() > Math.max(usage.packed(), leftRemoved) + SLACK_BYTES;
    if (due && !closed && isReclaimed(usage)) {
      applier.run(new Reclaimed(usage.removed()));
    }
  }

  private boolean isReclaimed(Usage.Snapshot usage) {
    try {
      leftRemoved = 0;
      return state.reclaim();
    } catch (StorageException e) {
      leftRemoved = usage.removed();
      return false;
    }
  }

  /** Ends soon, whatever is under way. */
  void close() throws InterruptedException {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    state.endReclaiming();
    thread.join();
  }
}
