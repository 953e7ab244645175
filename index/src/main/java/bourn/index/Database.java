package bourn.index;

import bourn.columns.Table;
import bourn.datoms.Attribute;
import bourn.datoms.Datom;
import bourn.datoms.Schema;
import bourn.kernel.BoundedStream;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.Collection;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A datom stream cut at a bound: facts as a plain value. It never changes, whatever is transacted
 * after it, and holds nothing while it is not read. Safe for use by several threads.
 *
 * <p>Facts are those that hold at the end of the bound and began inside it; {@link #history} has
 * all that was asserted and retracted inside it. Attributes, idents and lookup refs are those at
 * the end of the bound, wherever it begins.
 */
public interface Database {

  /**
   * Returns a database of nothing but what every stream starts with, that belongs to no store: with
   * {@link #with}, a database in memory. Two such databases are equal when their facts are.
   */
  static Database empty() {
    return Unstored.EMPTY;
  }

  /** Returns the bounded stream that this is. */
  BoundedStream bounded();

  /**
   * Returns all facts as a table of {@code entity}, {@code attribute} (its entity), {@code value},
   * {@code tx} (the transaction's entity), {@code added}, and of assertions {@code meta} (the
   * entity that describes the fact, 0 when none does) and {@code derived}. Rows come in the order
   * of the index that serves a scan: by entity for one attribute; by value, then entity, where the
   * attribute and a value or a range of values are given.
   */
  Table datoms();

  /**
   * Returns the entities that have all of {@code attributes} as a table of {@code entity} and the
   * value of each.
   *
   * @param attributes none of which an entity can have several values of
   * @throws IllegalStateException if this is a history
   */
  Table rows(List<Attribute> attributes);

  /** Returns what is declared of attributes at the end of the bound. */
  Schema schema();

  /** Returns the attribute named {@code ident}, or null when there is none. */
  @Nullable Attribute attribute(Keyword ident);

  /** Returns the attribute whose entity is {@code id}, or null when that is no attribute. */
  @Nullable Attribute attribute(long id);

  /** Returns all attributes, those there from the start included. */
  Collection<Attribute> attributes();

  /** Returns the {@code :db/ident} of {@code entity}, or null when it has none. */
  @Nullable Keyword ident(long entity);

  /**
   * Returns the entity that {@code form} names: an entity itself as a number, an ident, or a lookup
   * ref {@code [attribute value]}; null when there is none.
   */
  @Nullable Long entity(Value form);

  /** Returns the values that {@code entity} has of {@code attribute}, in order. */
  List<Value> values(long entity, long attribute);

  /** Returns the datoms of {@code entity}, by attribute and value. */
  List<Datom> datoms(long entity);

  /**
   * Returns the datoms of {@code entity}, by attribute and value; null, without having read them
   * all, if there may be more than {@code most}.
   */
  @Nullable List<Datom> datoms(long entity, int most);

  /**
   * Returns the datoms that begin with {@code components}, in {@code order}.
   *
   * @param components any number of the parts of the order, from its first on: entities as {@link
   *     #entity} takes them, attributes by ident or entity, values; and last a transaction's offset
   * @throws IllegalArgumentException if a component names nothing
   */
  Datoms datoms(DatomOrder order, Value... components);

  /**
   * Returns all datoms from the first that begins with {@code components}, or comes after those, to
   * the last of {@code order}.
   */
  Datoms seek(DatomOrder order, Value... components);

  /**
   * Returns all datoms backward from the last that begins with {@code components}, or comes before
   * those, to the first of {@code order}.
   */
  Datoms reverseSeek(DatomOrder order, Value... components);

  /**
   * Returns the datoms of an attribute by value, from {@code from} on and before {@code until};
   * null for no limit.
   */
  Datoms range(Value attribute, @Nullable Value from, @Nullable Value until);

  /**
   * Returns the database as it was right after transaction {@code t}, if that is before its end.
   */
  Database asOf(long t);

  /** Returns the database of what began after transaction {@code t}. */
  Database since(long t);

  /** Returns the database of everything that was asserted and retracted. */
  Database history();

  /**
   * Returns the database of those datoms that {@code condition} accepts, given this database, when
   * they are read: a view for whom not all is to be seen. Attributes, idents and lookup refs stay
   * as they are here, and so do the rules of transactions in {@link #with}. Of a history, every
   * assertion and every retraction is asked about by itself.
   *
   * @param condition is called for each datom a reader comes to, on the reader's thread, perhaps
   *     several times; it is the same for the same datom
   */
  Database filter(BiPredicate<Database, Datom> condition);

  /**
   * Returns what a transaction on this would do, without appending it; {@link Speculated#after} is
   * a database like any other, and holds what it reads until it is no longer reachable.
   *
   * @param forms as {@link DatomStream#transact(List)} takes them
   * @throws bourn.datoms.TransactionException if the forms break a rule
   * @throws IllegalStateException if this is a history
   */
  Speculated with(List<Value> forms);

  /** Returns whether this is of a store, not made of {@link #empty}. */
  boolean isStored();

  /** Returns whether this is a {@link #history}. */
  boolean isHistory();

  /** Returns the last transaction inside the bound, -1 when there is none. */
  long basis();

  /** Records, in the context of the bounded stream, that it was read. */
  void observe();
}
