package bourn.kernel;

import org.jspecify.annotations.Nullable;

/** A stream while commits are folded into it. Confined to the fold. */
final class FoldedStream {

  private StreamRecord record;
  private Reach reach;
  private long tail;
  private long bytes;
  private long hlc;
  private boolean changed;
  private @Nullable ChunkPack open;
  private final SmallEntries small = new SmallEntries();

  FoldedStream(StreamRecord record) {
    this.record = record;
    this.reach = record.reach();
    set(record);
  }

  /** Returns the stream as of now. */
  StreamRecord record() {
    if (tail != reach.tail()) {
      set(record.with(new Reach(reach.earliest(), tail, bytes, hlc)));
    }
    return record;
  }

  void set(StreamRecord changed) {
    record = changed;
    reach = changed.reach();
    tail = reach.tail();
    bytes = reach.bytes();
    hlc = reach.hlc();
  }

  long incarnation() {
    return record.incarnation();
  }

  long tail() {
    return tail;
  }

  /** Returns the bytes of all its chunks. */
  long bytes() {
    return bytes;
  }

  /**
   * Takes in {@code lengthBytes} of chunks up to {@code until}, the last of them of {@code time}.
   */
  void append(long until, int lengthBytes, long time) {
    tail = until;
    bytes += lengthBytes;
    hlc = time;
  }

  /** Returns its last entries in the state. */
  SmallEntries small() {
    return small;
  }

  /** Returns the pack that small chunks are added to, or null when there is none. */
  @Nullable ChunkPack open() {
    return open;
  }

  void open(@Nullable ChunkPack pack) {
    open = pack;
  }

  /** Notes that this differs from what the state has, and returns whether that is new. */
  boolean markChanged() {
    boolean first = !changed;
    changed = true;
    return first;
  }

  /** Notes that the state has this. */
  void written() {
    changed = false;
    open = null;
  }
}
