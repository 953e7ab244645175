package bourn.repl;

import bourn.datalog.QueryResult;
import clojure.lang.APersistentSet;
import clojure.lang.IEditableCollection;
import clojure.lang.IFn;
import clojure.lang.IObj;
import clojure.lang.IPersistentCollection;
import clojure.lang.IPersistentMap;
import clojure.lang.IPersistentSet;
import clojure.lang.IReduce;
import clojure.lang.ISeq;
import clojure.lang.ITransientCollection;
import clojure.lang.ITransientSet;
import clojure.lang.PersistentHashSet;
import clojure.lang.RT;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What a query found, as a set of tuples. Counting it and going through it make no set; the first
 * look-up does.
 */
@SuppressWarnings("serial")
public final class FoundSet extends APersistentSet implements IObj, IReduce, IEditableCollection {

  /*
   * All that the superclass does with its map goes through the methods overridden here, so there
   * need not be one.
   */

  private final Rows rows;
  private final @Nullable IPersistentMap meta;
  private volatile @Nullable PersistentHashSet made;

  private FoundSet(Rows rows, @Nullable IPersistentMap meta, @Nullable PersistentHashSet made) {
    super(clojure.lang.PersistentArrayMap.EMPTY);
    this.rows = rows;
    this.meta = meta;
    this.made = made;
  }

  /** Returns the rows of {@code result}, which are all different and pull nothing. */
  public static FoundSet of(QueryResult result) {
    return new FoundSet(new Rows(result.result()), null, null);
  }

  /** Returns the same tuples as a vector. */
  public FoundVector tuples() {
    return new FoundVector(rows, true, null);
  }

  private PersistentHashSet made() {
    PersistentHashSet all = made;
    if (all == null) {
      ITransientSet adding = (ITransientSet) PersistentHashSet.EMPTY.asTransient();
      for (int i = 0; i < rows.count(); i++) {
        adding = (ITransientSet) adding.conj(rows.tuple(i));
      }
      all = (PersistentHashSet) adding.persistent();
      made = all;
    }
    return all;
  }

  @Override
  public int count() {
    return rows.count();
  }

  @Override
  public boolean contains(@Nullable Object tuple) {
    return made().contains(tuple);
  }

  @Override
  public @Nullable Object get(@Nullable Object tuple) {
    return made().get(tuple);
  }

  @Override
  public @Nullable Object invoke(@Nullable Object tuple) {
    return get(tuple);
  }

  @Override
  public Iterator<Object> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < rows.count();
      }

      @Override
      public Object next() {
        if (!hasNext()) {
          throw new java.util.NoSuchElementException();
        }
        return rows.tuple(next++);
      }
    };
  }

  @Override
  public @Nullable ISeq seq() {
    return RT.chunkIteratorSeq(iterator());
  }

  @Override
  public @Nullable Object reduce(IFn f) {
    return tuples().reduce(f);
  }

  @Override
  public @Nullable Object reduce(IFn f, @Nullable Object start) {
    return tuples().reduce(f, start);
  }

  @Override
  public IPersistentSet disjoin(@Nullable Object tuple) {
    return made().disjoin(tuple);
  }

  @Override
  public IPersistentCollection cons(@Nullable Object more) {
    return made().cons(more);
  }

  @Override
  public IPersistentCollection empty() {
    return PersistentHashSet.EMPTY;
  }

  @Override
  public ITransientCollection asTransient() {
    return made().asTransient();
  }

  @Override
  public @Nullable IPersistentMap meta() {
    return meta;
  }

  @Override
  public IObj withMeta(@Nullable IPersistentMap other) {
    return new FoundSet(rows, other, made);
  }
}
