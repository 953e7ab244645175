package bourn.engine;

import bourn.columns.Table;
import bourn.datoms.Attribute;
import bourn.datoms.Datom;
import bourn.index.Database;
import bourn.kernel.BoundedStream;
import bourn.kernel.CausalOrder;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import bourn.typed.TypedTable;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something bounded, seen as datoms: what the patterns of a Datalog query match. Immutable; safe
 * for use by several threads.
 */
public interface Source {

  /** The column of {@link #datoms} that holds the entity. */
  int ENTITY = 0;

  /** The column of {@link #datoms} that holds the attribute, as {@link #attribute} gives it. */
  int ATTRIBUTE = 1;

  /** The column of {@link #datoms} that holds the value. */
  int VALUE = 2;

  /** The column of {@link #datoms} that holds the transaction entity, or the event's reference. */
  int TRANSACTION = 3;

  /** The column of {@link #datoms} that tells assertions (true) from retractions. */
  int ADDED = 4;

  /** Returns all facts: entity, attribute, value, transaction, added. */
  Table datoms();

  /**
   * Returns the entities that have all of {@code attributes}, one row an entity: the entity, then
   * the value of each attribute. Null where entities can have several values of an attribute or
   * facts do not lie together by entity; then patterns are joined over {@link #datoms}.
   */
  @Nullable Table rows(List<Keyword> attributes);

  /**
   * Returns the value that stands for the attribute named {@code ident} in column {@link
   * #ATTRIBUTE}, or null when no such attribute is known.
   */
  @Nullable Value attribute(Keyword ident);

  /** Returns the names of the attributes known, for "did you mean". */
  Set<Keyword> attributes();

  /**
   * Returns what a schema declares about the attribute named {@code ident}, or null when none does.
   */
  default @Nullable Attribute declared(Keyword ident) {
    return null;
  }

  /**
   * Returns whether no two rows of {@link #datoms} agree in entity, attribute and value; false when
   * that is not known, as of a history.
   */
  default boolean current() {
    return false;
  }

  /**
   * Returns the values that {@code entity} has of {@code attribute}, as {@link #attribute} gives
   * it, in order; null when a scan of {@link #datoms} finds them as fast.
   */
  default @Nullable List<Value> values(Value entity, Value attribute) {
    return null;
  }

  /**
   * Returns all facts of {@code entity}, by attribute and value; null when there may be more than
   * {@code most}, or a scan of {@link #datoms} finds them as fast.
   */
  default @Nullable List<Datom> facts(Value entity, int most) {
    return null;
  }

  /**
   * Returns what {@link #attribute}, {@link #declared} and {@link #rows} go by: sources with equal
   * ones answer those alike. Null when there is no such thing.
   */
  default @Nullable Object basis() {
    return null;
  }

  /** Returns whether a pattern with an attribute that is not known is an error. */
  boolean strict();

  /**
   * Returns the entity that {@code form} names: an entity itself, an ident, or a lookup ref {@code
   * [attribute value]}; null when there is none.
   */
  @Nullable Value entity(Value form);

  /** Returns how the events that are entities here are ordered by their causes, or null. */
  default @Nullable CausalOrder order() {
    return null;
  }

  /** Records, in the context of each stream behind this source, that it was read. */
  void observe();

  /** Returns what is seen as facts here, or null where that is no stream. */
  default @Nullable Behind behind() {
    return null;
  }

  /** What is seen as facts: of that there are tables, too. */
  sealed interface Behind {

    /** A datom stream. */
    record Facts(Database database) implements Behind {}

    /** A stream of any values. */
    record Events(BoundedStream bounded) implements Behind {}

    /** A typed stream. */
    record Rows(BoundedStream bounded, TypedTable columns) implements Behind {}
  }
}
