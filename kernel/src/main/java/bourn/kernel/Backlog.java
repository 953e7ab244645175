package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Commits that are visible and wait to be folded into the state, in order. */
final class Backlog {

  /*
   * A commit of small chunks of one stream waits as a stretch of the pack in which they are in the
   * live tail, and together with those before it if they are in the same pack: however far the
   * state is behind, its backlog is few objects.
   *
   * The lock is that of the publication, which adds while it holds it anyway. What the applier
   * waits for and the committer looks at before it appends are flags, written when they change.
   */

  /** One commit, or several as one. */
  sealed interface Item {

    /** Returns what this counts: its chunks, and something for each entry that waits by itself. */
    long countedBytes();
  }

  /**
   * A commit in the log.
   *
   * @param address where it begins: see {@link CommitLog#address}
   */
  record Commit(long number, long address, List<CommitEntry> entries, long countedBytes)
      implements Item {}

  /** Commits that append nothing but small chunks to one stream. */
  static final class Appends implements Item {
    private final long incarnation;
    private final long first;
    private final ChunkPack pack;
    private final long address;
    private int from = -1;
    private int to;
    private long end;
    private long until;
    private long number;
    private long hlc;

    private Appends(Chunk chunk, ChunkPack pack, long address) {
      this.incarnation = chunk.incarnation();
      this.first = chunk.first();
      this.pack = pack;
      this.address = address;
    }

    /** Returns whether chunks in {@code pack}, logged at {@code address}, go on with these. */
    private boolean isFollowed(ChunkPack pack, long address) {
      return this.pack.equals(pack) && CommitLog.part(this.address) == CommitLog.part(address);
    }

    /** Adds the commit after the last, of {@code entries}, which begins at {@code start}. */
    private void add(long number, List<CommitEntry> entries, long start) {
      this.number = number;
      end = start;
      int moreBytes = 0;
      for (int i = 0; i < entries.size(); i++) {
        if (entries.get(i) instanceof CommitEntry.Appended(Chunk chunk)) {
          until = chunk.until();
          hlc = chunk.stamp().hlc();
          end = CommitCodec.chunkAt(end) + chunk.lengthBytes();
          moreBytes += chunk.lengthBytes();
        }
      }
      to = pack.lengthBytes();
      from = from < 0 ? to - moreBytes : from;
    }

    /** Returns where in the log the chunks lie, or null if they cannot be read there again. */
    @Nullable ChunkPlace place() {
      return address == CommitLog.NOWHERE
          ? null
          : new ChunkPlace(
              CommitCodec.chunkAt(address),
              lengthBytes(),
              (int) (end - CommitCodec.chunkAt(address)));
    }

    long incarnation() {
      return incarnation;
    }

    /** Returns the offset of the first event. */
    long first() {
      return first;
    }

    /** Returns the offset after the last event. */
    long until() {
      return until;
    }

    int lengthBytes() {
      return to - from;
    }

    @Override
    public long countedBytes() {
      return CommitGroup.ENTRY_BYTES + lengthBytes();
    }

    /** Returns the number of the last commit. */
    long number() {
      return number;
    }

    /** Returns the hybrid time of the last stamp. */
    long hlc() {
      return hlc;
    }

    /** Copies the chunks, back to back, into {@code target} from {@code at} on. */
    void copyTo(MemorySegment target, long at) {
      pack.copyTo(from, to, target, at);
    }

    /** Returns a copy of the chunks, back to back. */
    byte[] toBytes() {
      return pack.toBytes(from, to);
    }
  }

  private final ReentrantLock lock;
  private final Tuning tuning;
  private List<Item> items = new ArrayList<>();
  private @Nullable Appends open;
  private long waitingBytes;
  private long unappliedBytes;
  private boolean idle = true;
  private volatile boolean some;
  private volatile boolean enough;
  private volatile boolean behind;

  Backlog(ReentrantLock lock, Tuning tuning) {
    this.lock = lock;
    this.tuning = tuning;
  }

  /** Returns whether any commit waits. */
  boolean some() {
    return some;
  }

  /** Returns whether so much waits that it is worth a write. */
  boolean enough() {
    return enough;
  }

  /** Returns whether so much is not applied that appends have to wait. */
  boolean behind() {
    return behind;
  }

  /**
   * Adds the commit after the last, which begins at {@code address} in the log; called with the
   * lock held.
   *
   * @param pack which holds all its chunks, if they are of one stream and there is nothing else
   * @return whether the applier sleeps and is to be woken
   */
  boolean add(long number, long address, CommitGroup group, @Nullable ChunkPack pack) {
    if (pack != null && group.entries().getFirst() instanceof CommitEntry.Appended(Chunk chunk)) {
      add(number, address, group.entries(), chunk, pack);
    } else {
      open = null;
      add(new Commit(number, address, List.copyOf(group.entries()), group.lengthBytes()));
    }
    return mark();
  }

  private void add(
      long number, long address, List<CommitEntry> entries, Chunk first, ChunkPack pack) {
    Appends last = open;
    if (last != null && last.isFollowed(pack, address)) {
      long before = last.countedBytes();
      last.add(number, entries, address);
      count(last.countedBytes() - before);
    } else {
      Appends begun = new Appends(first, pack, address);
      begun.add(number, entries, address);
      open = begun;
      add(begun);
    }
  }

  private void add(Item item) {
    items.add(item);
    count(item.countedBytes());
  }

  private void count(long moreBytes) {
    waitingBytes += moreBytes;
    unappliedBytes += moreBytes;
  }

  private boolean mark() {
    if (!some) {
      some = true;
    }
    if (!enough && waitingBytes >= tuning.gatherBytes()) {
      enough = true;
    }
    if (!behind && unappliedBytes > tuning.unappliedBytes()) {
      behind = true;
    }
    boolean wakes = idle;
    if (wakes) {
      idle = false;
    }
    return wakes;
  }

  /** Notes that the applier sleeps until it is woken, unless some commits wait. */
  void idle() {
    lock.lock();
    try {
      idle = !some;
    } finally {
      lock.unlock();
    }
  }

  /** Returns all that waits, which then waits no longer. */
  List<Item> take() {
    lock.lock();
    try {
      List<Item> taken = items;
      items = new ArrayList<>();
      open = null;
      waitingBytes = 0;
      some = false;
      enough = false;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Takes in that items that count {@code countedBytes} are applied. */
  void applied(long countedBytes) {
    lock.lock();
    try {
      unappliedBytes -= countedBytes;
      behind = unappliedBytes > tuning.unappliedBytes();
    } finally {
      lock.unlock();
    }
  }
}
