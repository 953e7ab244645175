package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The chunks that the state holds. */
final class History {

  private final KeyValue state;
  private final CommitLog log;

  History(KeyValue state, CommitLog log) {
    this.state = state;
    this.log = log;
  }

  /** Returns how many bytes of a stream's own chunks lie before {@code offset}, or fewer. */
  long bytesBefore(long incarnation, long offset) {
    return Milestones.before(state, incarnation, offset);
  }

  /** Returns how many bytes compaction took of a stream's own chunks from {@code offset} on. */
  long freedFrom(long incarnation, long offset) {
    return Freed.within(state, incarnation, new Bound(offset, Long.MAX_VALUE));
  }

  /** Returns an offset from {@code from} on that has at least {@code bytes} before it, if any. */
  long offsetAfter(long incarnation, long from, long bytes) {
    return Milestones.find(state, incarnation, from, bytes);
  }

  /**
   * Returns the pack of chunks among which is the one that holds {@code offset} of {@code stream}.
   *
   * @throws EventsLostException if the state does not hold it
   */
  MemorySegment pack(LogStream stream, long offset) {
    MemorySegment pack = floor(stream, offset);
    LostRange lost = LostRange.read(pack);
    if (lost == null) {
      return pack;
    }
    if (lost.until() > offset) {
      throw lost(stream, offset, lost.until(), null);
    }
    throw missing(stream, offset, null);
  }

  private MemorySegment floor(LogStream stream, long offset) {
    KeyValue.@Nullable Entry entry = entry(stream, offset);
    while (entry != null) {
      try {
        return bytes(entry.value());
      } catch (DamageException e) {
        entry = changed(entry, stream, offset, e);
      }
    }
    throw missing(stream, offset, null);
  }

  /**
   * Returns the entry that took the place of {@code before}, whose bytes may have left the log once
   * it was not needed any more.
   */
  private KeyValue.@Nullable Entry changed(
      KeyValue.Entry before, LogStream stream, long offset, DamageException damage) {
    KeyValue.@Nullable Entry entry = entry(stream, offset);
    if (entry != null && Arrays.equals(entry.value(), before.value())) {
      throw missing(stream, offset, damage);
    }
    return entry;
  }

  private KeyValue.@Nullable Entry entry(LogStream stream, long offset) {
    long incarnation = stream.incarnation();
    try {
      KeyValue.@Nullable Entry entry = floor(incarnation, offset);
      return entry != null && StateKeys.isChunksOf(incarnation, entry.key()) ? entry : null;
    } catch (DamageException e) {
      throw missing(stream, offset, e);
    }
  }

  private KeyValue.@Nullable Entry floor(long incarnation, long offset) {
    try {
      return state.floor(KeyValue.Family.CHUNKS, StateKeys.chunks(incarnation, offset));
    } catch (DamageException e) {
      KeyValue.Entry beside = floorBeside(incarnation, offset);
      if (beside == null) {
        throw e;
      }
      return beside;
    }
  }

  /** Returns the pack of chunks that an entry of the state stands for. */
  MemorySegment bytes(byte[] value) {
    if (!ChunkPlace.isOne(value)) {
      return MemorySegment.ofArray(value);
    }
    ChunkPlace place = ChunkPlace.of(value);
    return log.read(place.address(), place.spanBytes());
  }

  PlacesAhead ahead() {
    return new PlacesAhead(state, log);
  }

  /**
   * Returns the entry with the greatest key at or before {@code offset} if it begins right behind
   * what is damaged, or null: a walk backwards reads one entry too many.
   */
  private KeyValue.@Nullable Entry floorBeside(long incarnation, long offset) {
    long low = -1;
    long high = offset + 1;
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      try {
        KeyValue.Entry entry = ceiling(incarnation, middle, offset + 1);
        if (entry != null) {
          return last(incarnation, entry, offset);
        }
        high = middle;
      } catch (DamageException e) {
        low = middle;
      }
    }
    return null;
  }

  private KeyValue.Entry last(long incarnation, KeyValue.Entry found, long offset) {
    KeyValue.Entry last = found;
    KeyValue.Entry next = ceiling(incarnation, StateKeys.first(found.key()) + 1, offset + 1);
    while (next != null) {
      last = next;
      next = ceiling(incarnation, StateKeys.first(next.key()) + 1, offset + 1);
    }
    return last;
  }

  private KeyValue.@Nullable Entry ceiling(long incarnation, long from, long until) {
    try (KeyValue.Entries entries =
        state.scan(
            KeyValue.Family.CHUNKS,
            StateKeys.chunks(incarnation, from),
            StateKeys.chunks(incarnation, until))) {
      return entries.next() ? new KeyValue.Entry(entries.key(), entries.value()) : null;
    }
  }

  /** Returns what says that the events from {@code offset} to the next ones there are lost. */
  EventsLostException missing(LogStream stream, long offset, @Nullable DamageException cause) {
    return lost(stream, offset, after(stream, offset), cause);
  }

  /** Returns what says that the events in {@code [offset, until)} are lost. */
  EventsLostException lost(
      LogStream stream, long offset, long until, @Nullable DamageException cause) {
    return new EventsLostException(
        stream.descriptor().name(), new Gap(offset, until, stream.causeOfLoss(offset)), cause);
  }

  /**
   * Returns the first offset after {@code offset} at which an entry begins that can be read, or
   * that of the live tail. Steps over what is damaged by doubling, then closes in on its end by
   * halving.
   */
  private long after(LogStream stream, long offset) {
    long live = stream.live().first();
    long tail = Math.min(stream.tail(), live > offset ? live : Long.MAX_VALUE);
    long bad = offset;
    long step = 1;
    long found = first(stream, bad + step, tail);
    while (found < 0) {
      bad += step;
      step = Math.min(2 * step, tail - bad);
      found = first(stream, bad + step, tail);
    }
    long good = found;
    while (good - bad > 1) {
      long middle = (bad + good) >>> 1;
      found = first(stream, middle, tail);
      if (found < 0) {
        bad = middle;
      } else if (found >= good) {
        good = middle;
      } else {
        good = found;
      }
    }
    return first(stream, good, tail);
  }

  /** Returns where the first entry from {@code from} on begins; -1 if that cannot be read. */
  private long first(LogStream stream, long from, long tail) {
    if (from >= tail) {
      return tail;
    }
    try {
      KeyValue.Entry entry = ceiling(stream.incarnation(), from, tail);
      return entry == null ? tail : StateKeys.first(entry.key());
    } catch (DamageException e) {
      return -1;
    }
  }
}
