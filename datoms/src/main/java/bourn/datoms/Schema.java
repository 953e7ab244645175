package bourn.datoms;

import bourn.kernel.Keyword;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes at one time: a fold over the facts about them. Immutable.
 *
 * <p>An attribute that was renamed answers to the names it had, unless another has taken them.
 */
public final class Schema {

  /** So many attributes are found without a search. */
  private static final int MOST_NEAR = 1 << 14;

  /** What every stream starts with. */
  public static final Schema INITIAL = new Schema(Map.of(), Map.of()).with(BuiltIn.attributes());

  private final Map<Long, Attribute> byId;
  private final Map<Keyword, Attribute> byIdent;
  private final List<Attribute> composites;

  /** The attributes in the schema's range, by their distance from its start, as far as it goes. */
  private final @Nullable Attribute[] near;

  private Schema(Map<Long, Attribute> byId, Map<Keyword, Attribute> byIdent) {
    this.byId = byId;
    this.near = near(byId);
    this.byIdent = byIdent;
    this.composites = byId.values().stream().filter(Attribute::isComposite).toList();
  }

  /** Returns the attribute whose entity is {@code id}, or null when that is no attribute. */
  public @Nullable Attribute attribute(long id) {
    long distance = id - EntityIds.SCHEMA;
    return 0 <= distance && distance < near.length ? near[(int) distance] : byId.get(id);
  }

  private static @Nullable Attribute[] near(Map<Long, Attribute> byId) {
    int length = 0;
    for (long id : byId.keySet()) {
      long distance = id - EntityIds.SCHEMA;
      if (0 <= distance && distance < MOST_NEAR) {
        length = Math.max(length, (int) distance + 1);
      }
    }
    @Nullable Attribute[] near = new @Nullable Attribute[length];
    byId.forEach(
        (id, attribute) -> {
          long distance = id - EntityIds.SCHEMA;
          if (0 <= distance && distance < near.length) {
            near[(int) distance] = attribute;
          }
        });
    return near;
  }

  /** Returns the attribute named {@code ident}, or null when there is none. */
  public @Nullable Attribute attribute(Keyword ident) {
    return byIdent.get(ident);
  }

  /** Returns all attributes, those there from the start included. */
  public Collection<Attribute> attributes() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /** Returns the attributes whose values are made of those of others. */
  List<Attribute> composites() {
    return composites;
  }

  /** Returns this schema with {@code attributes} added, or replaced where it has them. */
  public Schema with(Collection<Attribute> attributes) {
    Map<Long, Attribute> ids = new HashMap<>(byId);
    Map<Keyword, Attribute> idents = new HashMap<>(byIdent);
    attributes.forEach(
        attribute -> {
          long id = attribute.id();
          if (ids.put(id, attribute) != null) {
            idents.replaceAll((ident, known) -> known.id() == id ? attribute : known);
          }
          idents.put(attribute.ident(), attribute);
        });
    return new Schema(ids, idents);
  }

  /**
   * Returns this schema where {@code ident}, which an entity takes, is no attribute's former name.
   */
  public Schema withoutFormer(Keyword ident) {
    Attribute known = byIdent.get(ident);
    if (known == null || known.ident().equals(ident)) {
      return this;
    }
    Map<Keyword, Attribute> idents = new HashMap<>(byIdent);
    idents.remove(ident);
    return new Schema(byId, idents);
  }

  /** Returns this schema with names that attributes had before, where no other has them. */
  public Schema withFormer(Map<Keyword, Long> names) {
    Map<Keyword, Attribute> idents = new HashMap<>(byIdent);
    names.forEach(
        (ident, id) -> {
          Attribute attribute = byId.get(id);
          if (attribute != null) {
            idents.putIfAbsent(ident, attribute);
          }
        });
    return new Schema(byId, idents);
  }

  /** Returns this schema without the attribute whose entity is {@code id}. */
  public Schema without(long id) {
    Map<Long, Attribute> ids = new HashMap<>(byId);
    Map<Keyword, Attribute> idents = new HashMap<>(byIdent);
    ids.remove(id);
    idents.values().removeIf(known -> known.id() == id);
    return new Schema(ids, idents);
  }

  /** Returns whether facts of {@code attribute} say what an attribute is. */
  public static boolean describes(long attribute) {
    return attribute == BuiltIn.IDENT || BuiltIn.declares(attribute);
  }

  /**
   * Returns the attribute that {@code facts}, all those of the entity {@code id}, describe; null
   * when they describe none.
   */
  public static @Nullable Attribute describe(long id, List<Fact> facts) {
    Description description = new Description();
    facts.forEach(fact -> description.add(fact.attribute(), fact.value()));
    return description.attribute(id);
  }

  /** What is said of one entity by the attributes that describe attributes. */
  static final class Description {
    private @Nullable Keyword ident;
    private @Nullable ValueType valueType;
    private @Nullable Unique unique;
    private boolean declared;
    private boolean many;
    private boolean component;
    private boolean indexed;
    private boolean noHistory;
    private @Nullable TupleType tuple;
    private final Set<Symbol> predicates = new HashSet<>();

    void add(long attribute, Value value) {
      declared |= BuiltIn.declares(attribute);
      if (attribute == BuiltIn.IDENT && value instanceof Keyword name) {
        ident = name;
      } else if (attribute == BuiltIn.VALUE_TYPE && value instanceof Value.Int(long type)) {
        valueType = BuiltIn.valueType(type);
      } else if (attribute == BuiltIn.CARDINALITY && value instanceof Value.Int(long cardinality)) {
        many = cardinality == BuiltIn.CARDINALITY_MANY;
      } else if (attribute == BuiltIn.UNIQUE && value instanceof Value.Int(long kind)) {
        unique = kind == BuiltIn.UNIQUE_IDENTITY ? Unique.IDENTITY : Unique.VALUE;
      } else if (BuiltIn.TUPLE_TYPE <= attribute && attribute <= BuiltIn.TUPLE_ATTRS) {
        tuple = TupleType.of(attribute, value);
      } else if (attribute == BuiltIn.ATTR_PREDS && value instanceof Symbol predicate) {
        predicates.add(predicate);
      } else if (value instanceof Value.Bool(boolean yes)) {
        component = attribute == BuiltIn.IS_COMPONENT ? yes : component;
        indexed = attribute == BuiltIn.INDEX ? yes : indexed;
        noHistory = attribute == BuiltIn.NO_HISTORY ? yes : noHistory;
      }
    }

    @Nullable Attribute attribute(long id) {
      return ident != null && (declared || EntityIds.isSchema(id))
          ? new Attribute(
              id, ident, valueType, many, unique, component, indexed, noHistory, tuple, predicates)
          : null;
    }
  }
}
