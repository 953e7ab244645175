package bourn.kernel;

import org.jspecify.annotations.Nullable;

/** Walks the chunks of a live tail without a lock. Confined to one thread. */
final class TailWalk {

  private LiveTail.Node node;
  private int at;

  /** Begins with the chunk that holds {@code offset}, which is in {@code node}. */
  TailWalk(LiveTail.Node node, long offset) {
    this.node = node;
    this.at = node.position(offset);
  }

  /**
   * Returns the next chunk, or null when it is not there, yet or any more: then only {@link
   * LiveTail#find} tells.
   */
  @Nullable Chunk next() {
    LiveTail.Node after = node.next();
    Chunk chunk = node.chunk(at);
    if (chunk == null && after != null) {
      node = after;
      at = 0;
      chunk = after.chunk(at);
    }
    at += chunk == null ? 0 : chunk.lengthBytes();
    return chunk;
  }
}
