package bourn.kernel;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The newest chunks of one stream, in memory. */
final class LiveTail {

  /*
   * Chunks are linked in order, so that a reader walks from one to the next without a lock; the
   * ring beside the links finds the first one. A node that is trimmed is unlinked from its
   * successor, so that a reader who stays behind keeps one chunk alive and not all that follow: it
   * finds no successor, looks again, and continues from the state, which by then holds the chunk.
   */

  /** A chunk and its successor. */
  static final class Node {
    final Chunk chunk;
    private volatile @Nullable Node next;

    Node(Chunk chunk) {
      this.chunk = chunk;
    }

    /** Returns the node after this, or null when there is none or this was trimmed. */
    @Nullable Node next() {
      return next;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Node[] ring = new @Nullable Node[4];
  private int head;
  private int size;

  /** Adds the chunk after the last. */
  void add(Chunk chunk) {
    lock.lock();
    try {
      if (size == ring.length) {
        grow();
      }
      Node node = new Node(chunk);
      ring[slot(size)] = node;
      if (size > 0) {
        node(size - 1).next = node;
      }
      size++;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the node of the chunk that holds {@code offset}, or null when it is not here. */
  @Nullable Node find(long offset) {
    lock.lock();
    try {
      int low = 0;
      int high = size - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        Chunk chunk = node(middle).chunk;
        if (chunk.holds(offset)) {
          return node(middle);
        }
        if (chunk.first() < offset) {
          low = middle + 1;
        } else {
          high = middle - 1;
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
      return size == 0 ? Long.MAX_VALUE : node(0).chunk.first();
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of all chunks that end at or before {@code until}. */
  void trim(long until) {
    lock.lock();
    try {
      while (size > 0 && node(0).chunk.until() <= until) {
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
