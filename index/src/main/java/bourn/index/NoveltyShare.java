package bourn.index;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much the novelty of all indexes of a kernel takes of what it may take. Safe for several
 * threads.
 */
final class NoveltyShare {

  private final long mostBytes;
  private final AtomicLong bytes = new AtomicLong();
  private final Set<StreamIndex> waiting = ConcurrentHashMap.newKeySet();

  NoveltyShare(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Counts that there are so many bytes more, or less. */
  void change(long more) {
    bytes.addAndGet(more);
  }

  long bytes() {
    return bytes.get();
  }

  /** Returns whether there is so much novelty that some of it is to be merged. */
  boolean isLarge() {
    return bytes.get() > mostBytes / 2;
  }

  /** Returns whether there is so much novelty that whoever adds to it has to wait. */
  boolean isFull() {
    return bytes.get() > mostBytes;
  }

  /** Returns whether {@code own} bytes are what one index may have at most before it is merged. */
  boolean isLarge(long own) {
    return own > mostBytes / 2;
  }

  /** Has {@code index} told when there is less, until it does not wait any more. */
  void await(StreamIndex index) {
    waiting.add(index);
  }

  void doNotAwait(StreamIndex index) {
    waiting.remove(index);
  }

  /** Tells all who wait to look again. */
  void tell() {
    waiting.forEach(StreamIndex::lookForRoom);
  }
}
