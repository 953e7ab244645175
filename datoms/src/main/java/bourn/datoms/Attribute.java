package bourn.datoms;

import bourn.kernel.Keyword;
import bourn.kernel.Symbol;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An attribute as the schema has it at one time.
 *
 * @param id the attribute's entity
 * @param ident the attribute's name
 * @param valueType the type of its values, or null when it takes any
 * @param many whether an entity can have several values of it
 * @param unique what it means that no two entities share a value of it, or null when they may
 * @param component whether the entities it refers to are parts of those that refer
 * @param indexed whether the schema asks for an index by value; every attribute has one
 * @param noHistory whether past values need not be kept
 * @param tuple what its values are made of, or null when it is declared to be no tuple
 * @param predicates the names of what all of its values have to satisfy
 */
public record Attribute(
    long id,
    Keyword ident,
    @Nullable ValueType valueType,
    boolean many,
    @Nullable Unique unique,
    boolean component,
    boolean indexed,
    boolean noHistory,
    @Nullable TupleType tuple,
    Set<Symbol> predicates) {

  public Attribute {
    predicates = Set.copyOf(predicates);
  }

  /** Returns an attribute about which nothing is declared: one value of any type. */
  public static Attribute undeclared(long id, Keyword ident) {
    return new Attribute(id, ident, null, false, null, false, false, false, null, Set.of());
  }

  /** Returns whether its values are made of those of other attributes of the same entity. */
  public boolean isComposite() {
    return tuple instanceof TupleType.Composite;
  }

  /** Returns whether its values are entities. */
  public boolean isReference() {
    return valueType == ValueType.REF;
  }
}
