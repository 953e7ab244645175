package bourn.index;

import bourn.datoms.Datom;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** Merges walks over the facts of single attributes, by value, into the order VAET. */
final class References implements Iterator<Datom> {

  private final PriorityQueue<Head> heads;

  /** A walk and the datom at which it is. */
  private record Head(Datom datom, Iterator<Datom> walk) {}

  /**
   * Merges {@code walks}.
   *
   * @param backward whether they go backward
   */
  References(List<Iterator<Datom>> walks, boolean backward) {
    Comparator<Head> order =
        Comparator.comparing((Head head) -> head.datom().value())
            .thenComparingLong(head -> head.datom().attribute());
    heads = new PriorityQueue<>(Math.max(1, walks.size()), backward ? order.reversed() : order);
    walks.forEach(this::advance);
  }

  private void advance(Iterator<Datom> walk) {
    if (walk.hasNext()) {
      heads.add(new Head(walk.next(), walk));
    }
  }

  @Override
  public boolean hasNext() {
    return !heads.isEmpty();
  }

  @Override
  public Datom next() {
    Head least = heads.poll();
    if (least == null) {
      throw new NoSuchElementException("the datoms have ended");
    }
    advance(least.walk());
    return least.datom();
  }
}
