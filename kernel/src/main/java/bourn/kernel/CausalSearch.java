package bourn.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Looks for one event among all that are before another. Used once, by one thread. */
final class CausalSearch {

  /*
   * What is before an event is a prefix of each stream: that of its own, those that its causes end,
   * and then those that the causes of all events in these prefixes end. The search reads each
   * prefix, widening the others by the causes it meets, until one holds the event looked for.
   *
   * Hybrid time grows with every commit, so whatever came of that event has a later time, and of
   * each prefix only that later part is read. Stamps of one stream grow, so it is found by halving.
   *
   * Compaction leaves a stamp for several batches that it dropped; what the others say is missing.
   *
   * The stream of wide frontiers is no stream of anybody's: an event of it says what the causes
   * were, and nothing lies before it.
   */

  private final Publication publication;
  private final Causes causes;
  private final Place goal;
  private final long goalHlc;
  private final Map<Long, Long> reached = new HashMap<>();
  private final Deque<Span> unread = new ArrayDeque<>();
  private final SortedMap<Long, Long> missing = new TreeMap<>();
  private final long mostBatches;
  private long batches;
  private boolean found;

  /** Where an event lies: in the stream that does not share it with its parent. */
  record Place(long incarnation, long offset) {}

  /** A part of what the stream of {@code incarnation} holds, to be read through {@code view}. */
  private record Span(LogStream view, long incarnation, long from, long until) {}

  /**
   * Makes a search for {@code goal}.
   *
   * @param goalHlc a time not after that of the goal
   */
  CausalSearch(Publication publication, Causes causes, Place goal, long goalHlc, long mostBatches) {
    this.publication = publication;
    this.causes = causes;
    this.goal = goal;
    this.goalHlc = goalHlc;
    this.mostBatches = mostBatches;
  }

  /** Adds what ends with {@code cause}. */
  void add(Reference cause) {
    LogStream stream = publication.find(cause.incarnation()).orElse(null);
    if (cause.incarnation() == goal.incarnation()) {
      found |= cause.offset() >= goal.offset();
    } else if (stream == null || stream.deleted()) {
      miss(cause.incarnation(), cause.offset());
    } else if (Causes.isFrontiers(stream)) {
      causes.rest(cause).ifPresentOrElse(this::addAll, () -> miss(cause));
    } else {
      addBefore(stream, cause.offset() + 1);
    }
  }

  void addAll(List<Reference> frontier) {
    frontier.forEach(this::add);
  }

  /** Adds the events of {@code view} before {@code until}. */
  void addBefore(LogStream view, long until) {
    long end = until;
    while (end > 0 && !found) {
      LogStream holder = view.part(end - 1).stream();
      long from = holder.parent().map(Reference::offset).orElse(0L);
      addSpan(view, holder, from, end);
      end = from;
    }
  }

  private void addSpan(LogStream view, LogStream holder, long from, long until) {
    long incarnation = holder.incarnation();
    if (incarnation == goal.incarnation()) {
      found |= goal.offset() < until;
      return;
    }
    long read = Math.max(from, reached.getOrDefault(incarnation, from));
    if (read < until) {
      reached.put(incarnation, until);
      unread.add(new Span(further(view, holder), incarnation, read, until));
    }
  }

  /** Returns which of the two reaches back further. */
  private static LogStream further(LogStream view, LogStream holder) {
    boolean holderDoes = holder.extent().earliest() < view.extent().earliest();
    return holderDoes && !holder.deleted() ? holder : view;
  }

  /** Says that {@code event} and what is before it cannot be read. */
  void miss(Reference event) {
    miss(event.incarnation(), event.offset());
  }

  private void miss(long incarnation, long offset) {
    missing.merge(incarnation, offset, Math::max);
  }

  /** Returns whether the goal is before what was added, or why that cannot be told. */
  Causality run(Causality.Known ifFound) {
    while (!found && !unread.isEmpty() && batches < mostBatches) {
      read(unread.remove());
    }
    if (found) {
      return ifFound;
    }
    if (batches >= mostBatches) {
      return new Causality.TooFar(batches);
    }
    return missing.isEmpty()
        ? Causality.Known.CONCURRENT
        : new Causality.Unknown(
            missing.entrySet().stream()
                .map(last -> new Reference(last.getKey(), last.getValue()))
                .toList());
  }

  private void read(Span span) {
    LogStream view = span.view();
    long first = Math.max(span.from(), view.extent().earliest());
    long until = Math.min(span.until(), view.tail());
    ChunkCursor chunks = view.chunks();
    try {
      long from = firstAfterGoal(chunks, first, until);
      if (from == first && first > span.from() && isAfterGoal(chunks, view, first)) {
        miss(span.incarnation(), Math.min(first, until) - 1);
      }
      readBetween(chunks, from, until);
    } catch (EventsLostException e) {
      miss(span.incarnation(), until - 1);
    }
  }

  private void readBetween(ChunkCursor chunks, long from, long until) {
    long offset = from;
    while (offset < until && !found && batches < mostBatches) {
      Chunk chunk = chunks.chunk(offset);
      addAll(chunk.stamp().causes());
      offset = chunks.until(chunk);
      if (chunk.isHole()) {
        miss(chunk.incarnation(), offset - 1);
      }
      batches++;
    }
  }

  /** Returns the first offset in {@code [from, until)} of an event later than the goal. */
  private long firstAfterGoal(ChunkCursor chunks, long from, long until) {
    long low = from;
    long high = until;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (chunks.chunk(middle).stamp().hlc() > goalHlc) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private boolean isAfterGoal(ChunkCursor chunks, LogStream view, long offset) {
    return offset >= view.tail() || chunks.chunk(offset).stamp().hlc() > goalHlc;
  }
}
