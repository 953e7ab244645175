package bourn.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A set of offsets of one stream, as ranges that neither overlap nor touch. */
final class OffsetRanges {

  private final NavigableMap<Long, Long> ranges = new TreeMap<>();

  /** Adds {@code [from, until)}. */
  void add(long from, long until) {
    long begin = from;
    long end = until;
    Map.Entry<Long, Long> before = ranges.floorEntry(until);
    while (before != null && before.getValue() >= begin) {
      begin = Math.min(begin, before.getKey());
      end = Math.max(end, before.getValue());
      ranges.remove(before.getKey());
      before = ranges.floorEntry(until);
    }
    ranges.put(begin, end);
  }

  /** Returns whether all of {@code [from, until)} is here. */
  boolean holds(long from, long until) {
    Map.Entry<Long, Long> before = ranges.floorEntry(from);
    return before != null && before.getValue() >= until;
  }

  /** Returns the offset after the last, 0 when there is none. */
  long until() {
    return ranges.isEmpty() ? 0 : ranges.lastEntry().getValue();
  }

  /** Returns how many offsets of {@code [from, until)} are here. */
  long count(long from, long until) {
    long missing = missing(from, until).stream().mapToLong(Bound::count).sum();
    return until - from - missing;
  }

  /** Returns what of {@code [from, until)} is not here, in order. */
  List<Bound> missing(long from, long until) {
    List<Bound> missing = new ArrayList<>();
    long at = from;
    for (Map.Entry<Long, Long> range : ranges.entrySet()) {
      if (range.getKey() > at && at < until) {
        missing.add(new Bound(at, Math.min(range.getKey(), until)));
      }
      at = Math.max(at, range.getValue());
    }
    if (at < until) {
      missing.add(new Bound(at, until));
    }
    return missing;
  }
}
