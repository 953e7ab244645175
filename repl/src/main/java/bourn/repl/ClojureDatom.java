package bourn.repl;

import bourn.datoms.Datom;
import bourn.datoms.EntityIds;
import bourn.datoms.Meta;
import bourn.index.Database;
import bourn.kernel.Value;
import clojure.lang.APersistentVector;
import clojure.lang.IObj;
import clojure.lang.IPersistentMap;
import clojure.lang.IPersistentVector;
import clojure.lang.Keyword;
import clojure.lang.LazilyPersistentVector;
import clojure.lang.PersistentArrayMap;
import clojure.lang.PersistentVector;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A datom as the vector {@code [e a v t added]}, which answers to {@code :e}, {@code :a}, {@code
 * :v}, {@code :t}, {@code :tx} (the transaction's entity) and {@code :added} too.
 */
@SuppressWarnings("serial")
public final class ClojureDatom extends APersistentVector implements IObj {

  private static final Keyword E = Keyword.intern("e");
  private static final Keyword A = Keyword.intern("a");
  private static final Keyword V = Keyword.intern("v");
  private static final Keyword T = Keyword.intern("t");
  private static final Keyword TX = Keyword.intern("tx");
  private static final Keyword ADDED = Keyword.intern("added");
  private static final Keyword DESCRIBED = Keyword.intern("db", "meta");
  private static final Keyword DERIVED = Keyword.intern("db", "derived");
  private static final int PARTS = 5;

  private final long entity;
  private final Object attribute;
  private final Object value;
  private final long t;
  private final boolean added;
  private final boolean byEntity;
  private final @Nullable IPersistentMap meta;
  private final @Nullable Database database;

  private ClojureDatom(
      long entity,
      Object attribute,
      Object value,
      long t,
      boolean added,
      boolean byEntity,
      @Nullable IPersistentMap meta,
      @Nullable Database database) {
    this.entity = entity;
    this.attribute = attribute;
    this.value = value;
    this.t = t;
    this.added = added;
    this.byEntity = byEntity;
    this.meta = meta;
    this.database = database;
  }

  /**
   * Returns {@code datom} of {@code database}, whose attribute is named {@code attribute}; what
   * describes it is in the metadata.
   */
  public static ClojureDatom of(Datom datom, Object attribute, Database database) {
    return new ClojureDatom(
        datom.entity(),
        attribute,
        made(datom.value()),
        datom.t(),
        datom.added(),
        false,
        described(datom.meta()),
        database);
  }

  /** Returns the datom of these parts, described by nothing. */
  public static ClojureDatom of(
      long entity, Object attribute, Object value, long t, boolean added) {
    return new ClojureDatom(entity, attribute, value, t, added, false, null, null);
  }

  private static Object made(Value value) {
    return Objects.requireNonNull(ClojureValues.of(value));
  }

  private static @Nullable IPersistentMap described(long meta) {
    if (meta == Meta.NONE) {
      return null;
    }
    long by = Meta.entity(meta);
    Object[] derived = {DERIVED, Meta.derived(meta)};
    IPersistentMap said = new PersistentArrayMap(derived);
    return by == 0 ? said : said.assoc(DESCRIBED, by);
  }

  /** Returns the database in which it was found, if it was found in one; no part of equality. */
  public @Nullable Database database() {
    return database;
  }

  /** Returns this datom with its transaction named by its entity, as Datomic has it. */
  public ClojureDatom byEntity() {
    return new ClojureDatom(entity, attribute, value, t, added, true, meta, database);
  }

  @Override
  public int count() {
    return PARTS;
  }

  @Override
  public Object nth(int i) {
    return switch (i) {
      case 0 -> entity;
      case 1 -> attribute;
      case 2 -> value;
      case 3 -> byEntity ? EntityIds.transaction(t) : t;
      case 4 -> added;
      default -> throw new IndexOutOfBoundsException(i);
    };
  }

  @Override
  public @Nullable Object valAt(@Nullable Object key) {
    return valAt(key, null);
  }

  @Override
  public @Nullable Object valAt(@Nullable Object key, @Nullable Object notFound) {
    if (!(key instanceof Keyword)) {
      return super.valAt(key, notFound);
    }
    if (key.equals(E)) {
      return entity;
    } else if (key.equals(A)) {
      return attribute;
    } else if (key.equals(V)) {
      return value;
    } else if (key.equals(T)) {
      return t;
    } else if (key.equals(TX)) {
      return EntityIds.transaction(t);
    } else if (key.equals(ADDED)) {
      return added;
    }
    return notFound;
  }

  private IPersistentVector plain() {
    return LazilyPersistentVector.createOwning(toArray());
  }

  @Override
  public IPersistentVector assocN(int i, @Nullable Object other) {
    return plain().assocN(i, other);
  }

  @Override
  public IPersistentVector cons(@Nullable Object more) {
    return plain().cons(more);
  }

  @Override
  public IPersistentVector pop() {
    return (IPersistentVector) ((PersistentVector) plain()).pop();
  }

  @Override
  public IPersistentVector empty() {
    return PersistentVector.EMPTY;
  }

  @Override
  public @Nullable IPersistentMap meta() {
    return meta;
  }

  @Override
  public IObj withMeta(@Nullable IPersistentMap other) {
    return new ClojureDatom(entity, attribute, value, t, added, byEntity, other, database);
  }
}
