package bourn.repl;

import bourn.kernel.BlobReference;
import bourn.kernel.Keyword;
import bourn.kernel.Reference;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import clojure.lang.BigInt;
import clojure.lang.IPersistentMap;
import clojure.lang.IPersistentSet;
import clojure.lang.IPersistentVector;
import clojure.lang.ITransientMap;
import clojure.lang.ITransientSet;
import clojure.lang.LazilyPersistentVector;
import clojure.lang.PersistentArrayMap;
import clojure.lang.PersistentHashMap;
import clojure.lang.PersistentHashSet;
import clojure.lang.PersistentVector;
import clojure.lang.TaggedLiteral;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Values as Clojure data. */
public final class ClojureValues {

  /** Vectors up to this length, and maps up to half of it, are made of an array as it is. */
  private static final int SMALL_ARRAY = 32;

  private static final int SMALL_MAP = 8;

  /** A keyword and Clojure's own: the pairs seen lately, each where its hash says. */
  private record Pair(Keyword keyword, clojure.lang.Keyword own) {}

  private static final int PAIRS = 1 << 10;
  private static final @Nullable Pair[] LATELY = new @Nullable Pair[PAIRS];

  private ClojureValues() {}

  /** Puts keys and values into an array, in turn. */
  private static final class Filled implements BiConsumer<Value, Value> {
    private final @Nullable Object[] all;
    private int next;

    Filled(@Nullable Object[] all) {
      this.all = all;
    }

    @Override
    public void accept(Value key, Value value) {
      all[next++] = of(key);
      all[next++] = of(value);
    }
  }

  /** Returns {@code value} as Clojure data: nil is null. */
  public static @Nullable Object of(Value value) {
    return switch (value) {
      case Value.Int(long number) -> number;
      case Value.Text(String text) -> text;
      case Keyword keyword -> keyword(keyword);
      case Value.Real(double number) -> number;
      case Value.Entries(Map<Value, Value> entries) -> map(entries);
      case Value.Items(List<Value> items) -> vector(items);
      case Value.Nil nil -> null;
      case Value.Bool(boolean bool) -> bool ? Boolean.TRUE : Boolean.FALSE;
      case Value.BigInt big -> BigInt.fromBigInteger(big.value());
      case Value.Decimal decimal -> decimal.value();
      case Symbol symbol -> clojure.lang.Symbol.intern(symbol.name());
      case Value.Time time -> time.toInstant();
      case Value.Uuid uuid -> uuid.value();
      case Value.Bytes bytes -> bytes.value();
      case Value.Members(Set<Value> members) -> set(members);
      case Value.Tagged tagged -> TaggedLiteral.create(symbol(tagged.tag()), of(tagged.value()));
      case Reference reference -> reference;
      case BlobReference blob -> blob;
    };
  }

  private static clojure.lang.Symbol symbol(Symbol symbol) {
    return clojure.lang.Symbol.intern(symbol.name());
  }

  /** Returns Clojure's keyword of that name. */
  public static clojure.lang.Keyword keyword(Keyword keyword) {
    // Races lose a pair at worst, as pairs never change.
    int place = keyword.hashCode() & (PAIRS - 1);
    Pair pair = LATELY[place];
    if (pair != null && pair.keyword.equals(keyword)) {
      return pair.own;
    }
    var own = clojure.lang.Keyword.intern(keyword.namespace(), keyword.localName());
    LATELY[place] = new Pair(keyword, own);
    return own;
  }

  /** Returns {@code values} as a vector. */
  public static IPersistentVector vector(Collection<Value> values) {
    @Nullable Object[] all = new @Nullable Object[values.size()];
    int i = 0;
    for (Value value : values) {
      all[i++] = of(value);
    }
    return all.length <= SMALL_ARRAY
        ? LazilyPersistentVector.createOwning(all)
        : PersistentVector.create(all);
  }

  private static IPersistentSet set(Set<Value> members) {
    ITransientSet all = (ITransientSet) PersistentHashSet.EMPTY.asTransient();
    for (Value member : members) {
      all = (ITransientSet) all.conj(of(member));
    }
    return (IPersistentSet) all.persistent();
  }

  private static IPersistentMap map(Map<Value, Value> entries) {
    if (entries.size() <= SMALL_MAP) {
      // Keys that differ as values differ in Clojure too.
      Filled filled = new Filled(new @Nullable Object[2 * entries.size()]);
      entries.forEach(filled);
      return new PersistentArrayMap(filled.all);
    }
    ITransientMap all = PersistentHashMap.EMPTY.asTransient();
    for (Map.Entry<Value, Value> entry : entries.entrySet()) {
      all = all.assoc(of(entry.getKey()), of(entry.getValue()));
    }
    return all.persistent();
  }
}
