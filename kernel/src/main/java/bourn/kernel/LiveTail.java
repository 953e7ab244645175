package bourn.kernel;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The newest chunks of one stream, in memory. */
final class LiveTail {

  /*
   * Nodes are linked in order, so that a reader walks from one to the next without a lock; the ring
   * beside the links finds the first one. A node is a large chunk, or a pack of small ones, so that
   * a million small appends are not millions of objects. The last pack grows in place: it is closed
   * before the next node is linked, so whoever has seen the link has all of the pack.
   *
   * A node that is trimmed is unlinked from its successor, so that a reader who stays behind keeps
   * one node alive and not all that follow: it finds no successor, looks again, and continues from
   * the state, which by then holds the chunks.
   */

  /** One chunk, or a pack of them, and a successor. */
  static final class Node {
    private final @Nullable Chunk whole;
    private final @Nullable ChunkPack pack;
    private volatile @Nullable Node next;

    private Node(@Nullable Chunk whole, @Nullable ChunkPack pack) {
      this.whole = whole;
      this.pack = pack;
    }

    /** Returns the node after this, or null when there is none or this was trimmed. */
    @Nullable Node next() {
      return next;
    }

    /** Returns the chunk that begins at byte {@code at}, or null when there is none, yet. */
    @Nullable Chunk chunk(int at) {
      if (pack != null) {
        return pack.chunk(at);
      }
      return at == 0 ? whole : null;
    }

    /** Returns the byte at which the chunk begins that holds {@code offset}, which is here. */
    int position(long offset) {
      return pack == null ? 0 : pack.position(offset);
    }

    @SuppressWarnings("NullAway") // one of the two is there
    private long first() {
      return pack == null ? whole.first() : pack.first();
    }

    @SuppressWarnings("NullAway") // one of the two is there
    private long until() {
      return pack == null ? whole.until() : pack.until();
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Node[] ring = new @Nullable Node[4];
  private int head;
  private int size;
  private long from;

  /** Adds the chunk after the last, and returns the pack that holds it if it is a small one. */
  @Nullable ChunkPack add(Chunk chunk) {
    lock.lock();
    try {
      if (chunk.lengthBytes() >= PendingChunks.RESIDENT_BYTES) {
        link(new Node(chunk, null));
        return null;
      }
      ChunkPack open = size > 0 ? node(size - 1).pack : null;
      if (open != null && open.add(chunk)) {
        return open;
      }
      ChunkPack pack = open == null ? new ChunkPack(chunk) : ChunkPack.full(chunk);
      link(new Node(null, pack));
      return pack;
    } finally {
      lock.unlock();
    }
  }

  private void link(Node node) {
    if (size == ring.length) {
      grow();
    }
    ring[slot(size)] = node;
    if (size > 0) {
      node(size - 1).next = node;
    }
    size++;
  }

  /** Returns the node of the chunk that holds {@code offset}, or null when it is not here. */
  @Nullable Node find(long offset) {
    lock.lock();
    try {
      int low = 0;
      int high = offset < from ? -1 : size - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        Node node = node(middle);
        if (offset < node.first()) {
          high = middle - 1;
        } else if (offset < node.until()) {
          return node;
        } else {
          low = middle + 1;
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the offset of the first event here, or the greatest long when there is none. */
  long first() {
    lock.lock();
    try {
      return size == 0 ? Long.MAX_VALUE : Math.max(from, node(0).first());
    } finally {
      lock.unlock();
    }
  }

  /** Finds no chunk that ends at or before {@code until} again, and lets go of all it can. */
  void trim(long until) {
    lock.lock();
    try {
      from = Math.max(from, until);
      while (size > 0 && node(0).until() <= until) {
        node(0).next = null;
        ring[head] = null;
        head = slot(1);
        size--;
      }
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("NullAway") // the first size slots from head are filled
  private Node node(int index) {
    return ring[slot(index)];
  }

  private int slot(int index) {
    return (head + index) & (ring.length - 1);
  }

  private void grow() {
    @Nullable Node[] grown = Arrays.copyOf(ring, 2 * ring.length);
    for (int i = 0; i < size; i++) {
      grown[i] = node(i);
    }
    Arrays.fill(grown, size, grown.length, null);
    ring = grown;
    head = 0;
  }
}
