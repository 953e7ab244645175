package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The places of the next chunks of a stream that stay in the log, of which many are read from the
 * state at once. Confined to one reader.
 */
final class PlacesAhead {

  /*
   * A place that was read ahead may be outdated by retention or compaction. The bytes at an outdated
   * place are those that were there, or they are gone with their part of the log; then the state is
   * asked again.
   */

  private static final int MOST = 64;

  private record Ahead(long first, ChunkPlace place) {}

  private final KeyValue state;
  private final CommitLog log;
  private final Deque<Ahead> places = new ArrayDeque<>();
  private long incarnation;

  PlacesAhead(KeyValue state, CommitLog log) {
    this.state = state;
    this.log = log;
  }

  /** Returns the pack that begins at {@code first}, or null if its place is unknown. */
  @Nullable MemorySegment take(long incarnation, long first) {
    Ahead ahead = this.incarnation == incarnation ? places.poll() : null;
    if (ahead == null || ahead.first() != first) {
      places.clear();
      return null;
    }
    try {
      return log.read(ahead.place().address(), ahead.place().spanBytes());
    } catch (DamageException outdated) {
      places.clear();
      return null;
    }
  }

  /** Reads the places of the chunks from {@code first} on, as far as they stay in the log. */
  void read(long incarnation, long first) {
    this.incarnation = incarnation;
    places.clear();
    try (KeyValue.Entries entries =
        state.scan(
            KeyValue.Family.CHUNKS,
            StateKeys.chunks(incarnation, first),
            StateKeys.chunks(incarnation, Long.MAX_VALUE))) {
      boolean more = true;
      while (more && places.size() < MOST && entries.next()) {
        byte[] value = entries.value();
        more = ChunkPlace.isOne(value);
        if (more) {
          places.add(new Ahead(StateKeys.first(entries.key()), ChunkPlace.of(value)));
        }
      }
    } catch (DamageException e) {
      places.clear();
    }
  }
}
