package bourn.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one unit of work has read and appended: a mark a stream, each the greatest offset so far.
 */
final class Frontier implements CausalContext {

  private final ConcurrentNavigableMap<Long, Mark> marks = new ConcurrentSkipListMap<>();
  private final Mark hlc = new Mark();

  /** The greatest number it was given. A reader keeps the mark of its stream at hand. */
  static final class Mark {
    private final AtomicLong greatest = new AtomicLong(-1);

    void raise(long number) {
      long seen = greatest.getPlain();
      while (seen < number && !greatest.compareAndSet(seen, number)) {
        seen = greatest.get();
      }
    }

    long greatest() {
      return greatest.get();
    }
  }

  Mark mark(long incarnation) {
    return marks.computeIfAbsent(incarnation, key -> new Mark());
  }

  /** Returns the greatest hybrid time observed, or -1. */
  long hlc() {
    return hlc.greatest();
  }

  @Override
  public void observe(long incarnation, long offset) {
    mark(incarnation).raise(offset);
  }

  @Override
  public void observe(Stamp stamp) {
    hlc.raise(stamp.hlc());
  }

  @Override
  public List<Reference> frontier() {
    List<Reference> references = new ArrayList<>();
    marks.forEach(
        (incarnation, mark) -> {
          if (mark.greatest() >= 0) {
            references.add(new Reference(incarnation, mark.greatest()));
          }
        });
    return references;
  }
}
