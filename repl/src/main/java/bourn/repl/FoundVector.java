package bourn.repl;

import bourn.datalog.QueryResult;
import clojure.lang.APersistentVector;
import clojure.lang.IEditableCollection;
import clojure.lang.IFn;
import clojure.lang.IObj;
import clojure.lang.IPersistentMap;
import clojure.lang.IPersistentVector;
import clojure.lang.IReduce;
import clojure.lang.ITransientCollection;
import clojure.lang.PersistentVector;
import clojure.lang.RT;
import org.jspecify.annotations.Nullable;

/**
 * What a query found, as a vector: of its rows, or of the values of its one column. Each is made
 * when it is asked for; what is added to it makes a vector of all of them.
 */
@SuppressWarnings("serial")
public final class FoundVector extends APersistentVector
    implements IObj, IReduce, IEditableCollection {

  private final Rows rows;
  private final boolean ofTuples;
  private final @Nullable IPersistentMap meta;

  FoundVector(Rows rows, boolean ofTuples, @Nullable IPersistentMap meta) {
    this.rows = rows;
    this.ofTuples = ofTuples;
    this.meta = meta;
  }

  /** Returns the rows of {@code result}, in their order; what it pulls must have been pulled. */
  public static FoundVector tuples(QueryResult result) {
    return new FoundVector(new Rows(result.result()), true, null);
  }

  /** Returns the values of the only column of {@code result}. */
  public static FoundVector values(QueryResult result) {
    return new FoundVector(new Rows(result.result()), false, null);
  }

  @Override
  public int count() {
    return rows.count();
  }

  @Override
  public @Nullable Object nth(int i) {
    if (i < 0 || i >= rows.count()) {
      throw new IndexOutOfBoundsException(i);
    }
    return ofTuples ? rows.tuple(i) : rows.part(i, 0);
  }

  @Override
  public @Nullable Object reduce(IFn f) {
    return rows.count() == 0 ? f.invoke() : reduce(f, nth(0), 1);
  }

  @Override
  public @Nullable Object reduce(IFn f, @Nullable Object start) {
    return reduce(f, start, 0);
  }

  private @Nullable Object reduce(IFn f, @Nullable Object start, int from) {
    Object so = start;
    for (int i = from; i < rows.count(); i++) {
      so = f.invoke(so, nth(i));
      if (RT.isReduced(so)) {
        return ((clojure.lang.IDeref) so).deref();
      }
    }
    return so;
  }

  private PersistentVector made() {
    return PersistentVector.create((Iterable<?>) this);
  }

  @Override
  public IPersistentVector assocN(int i, @Nullable Object other) {
    return made().assocN(i, other);
  }

  @Override
  public IPersistentVector cons(@Nullable Object more) {
    return made().cons(more);
  }

  @Override
  public IPersistentVector pop() {
    return (IPersistentVector) made().pop();
  }

  @Override
  public IPersistentVector empty() {
    return PersistentVector.EMPTY;
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
    return new FoundVector(rows, ofTuples, other);
  }
}
