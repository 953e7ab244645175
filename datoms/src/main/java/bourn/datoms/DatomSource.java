package bourn.datoms;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of a transaction need to know of the facts before it. Everything here answers as
 * of one transaction and never changes while it is prepared.
 */
public interface DatomSource {

  /** The answer of {@link #entity} when there is none. */
  long NONE = -1;

  /** Returns the attributes. */
  Schema schema();

  /** Returns the next entity to be given to a user who names none; none at or above is in use. */
  long nextEntity();

  /** Returns the next entity to be given to an attribute. */
  long nextAttribute();

  /** Returns the {@code :db/txInstant} of the last transaction, in microseconds since 1970. */
  long lastInstantMicros();

  /** Returns the entity that had {@code ident} last, though it has it no more, or {@link #NONE}. */
  long formerEntity(Keyword ident);

  /** Returns the facts of {@code entity} with {@code attribute}. */
  List<Fact> facts(long entity, long attribute);

  /** Returns the facts of {@code entity}. */
  List<Fact> facts(long entity);

  /** Returns the facts by which other entities refer to {@code entity}. */
  List<Fact> references(long entity);

  /** Returns whether {@code condition} holds for every fact with {@code attribute}. */
  boolean every(long attribute, Predicate<Fact> condition);

  /** Returns a fact, or null when it does not hold. */
  @Nullable Fact fact(long entity, long attribute, Value value);

  /** Returns an entity that has {@code value} of {@code attribute}, or {@link #NONE}. */
  long entity(long attribute, Value value);
}
