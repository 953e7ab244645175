package bourn.index;

import bourn.datoms.Datom;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Datoms of a database in one order, read as they are gone through: some at a time, with nothing
 * held in between. Immutable; each iterator belongs to one thread.
 */
public final class Datoms implements Iterable<Datom> {

  private final Supplier<Iterator<Datom>> iterators;

  Datoms(Supplier<Iterator<Datom>> iterators) {
    this.iterators = iterators;
  }

  @Override
  public Iterator<Datom> iterator() {
    return iterators.get();
  }

  /** Returns the datoms as a stream that need not be closed. */
  public Stream<Datom> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  /** Returns all of them. */
  public List<Datom> toList() {
    return stream().toList();
  }
}
