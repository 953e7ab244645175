package bourn.kernel;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Walks the chunks of one stream, from history into the live tail; of a fork, from the chunks of
 * its parent into its own. Confined to one thread.
 */
final class ChunkCursor {

  /*
   * A chunk is in the live tail or, once it was written, in the state, or in both. Looked for in
   * that order it is always found, as it is trimmed from the first only after it is in the second.
   */

  private final LogStream stream;
  private final History history;
  private LogStream.Part part;
  private @Nullable TailWalk live;
  private @Nullable MemorySegment pack;
  private long next;
  private long reached;
  private @Nullable DamageException damage;
  private final PlacesAhead ahead;
  private long expected = -1;

  ChunkCursor(LogStream stream, History history) {
    this.stream = stream;
    this.history = history;
    this.part = stream.part(0);
    this.ahead = history.ahead();
  }

  /**
   * Returns the chunk that holds {@code offset}, which lies before the tail. Fast when it is the
   * one after the chunk returned before.
   *
   * @throws EventsLostException if damage took it
   */
  Chunk chunk(long offset) {
    Chunk following = offset < part.until() ? following() : null;
    return following != null && following.holds(offset) ? following : find(offset);
  }

  /** Returns up to which offset {@code chunk}, the one returned last, is of the stream. */
  long until(Chunk chunk) {
    return Math.min(chunk.until(), part.until());
  }

  private @Nullable Chunk following() {
    if (live != null) {
      return live.next();
    }
    return pack == null ? null : nextOf(pack);
  }

  private Chunk find(long offset) {
    part = stream.part(offset);
    pack = null;
    LiveTail.Node node = part.stream().live().find(offset);
    live = node == null ? null : new TailWalk(node, offset);
    Chunk chunk = live == null ? null : live.next();
    return chunk == null ? findInHistory(offset) : chunk;
  }

  private Chunk findInHistory(long offset) {
    LogStream stream = part.stream();
    MemorySegment found = bytes(stream, offset);
    pack = found;
    next = 0;
    damage = null;
    Chunk chunk = nextOf(found);
    while (chunk != null && chunk.until() <= offset) {
      chunk = nextOf(found);
    }
    if (chunk == null) {
      throw history.missing(stream, offset, damage);
    }
    if (chunk.first() > offset) {
      throw history.lost(stream, offset, chunk.first(), damage);
    }
    expected = found.isNative() ? chunk.until() : -1;
    return chunk;
  }

  /**
   * Returns the bytes among which the chunk is. When it follows one that stays in the log, the
   * places of those after it are read with its own.
   */
  private MemorySegment bytes(LogStream stream, long offset) {
    long incarnation = stream.incarnation();
    MemorySegment known = offset == expected ? ahead.take(incarnation, offset) : null;
    if (known == null && offset == expected) {
      ahead.read(incarnation, offset);
      known = ahead.take(incarnation, offset);
    }
    return known == null ? history.pack(stream, offset) : known;
  }

  /** Returns the next chunk that is whole, or null. */
  private @Nullable Chunk nextOf(MemorySegment chunks) {
    long at = next == 0 ? 0 : ChunkHeader.follow(chunks, next);
    while (at >= 0) {
      try {
        Chunk chunk = ChunkHeader.read(chunks, at);
        if (next > 0 && chunk.first() != reached && damage == null) {
          damage = Chunk.missing(reached);
        }
        next = at + chunk.lengthBytes();
        reached = chunk.until();
        return chunk;
      } catch (DamageException e) {
        damage = e;
        at = ChunkHeader.seek(chunks, at + 1);
      }
    }
    if (next < chunks.byteSize()) {
      damage = damage == null ? Chunk.missing(reached) : damage;
      next = chunks.byteSize();
    }
    return null;
  }
}
