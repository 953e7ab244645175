package bourn.datoms;

import bourn.kernel.Keyword;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entities that every datom stream has before its first transaction. Their numbers are in
 * stored transactions: one is never given to another entity.
 */
public final class BuiltIn {

  public static final long IDENT = EntityIds.SCHEMA;
  public static final long VALUE_TYPE = EntityIds.SCHEMA + 1;
  public static final long CARDINALITY = EntityIds.SCHEMA + 2;
  public static final long UNIQUE = EntityIds.SCHEMA + 3;
  public static final long IS_COMPONENT = EntityIds.SCHEMA + 4;
  public static final long INDEX = EntityIds.SCHEMA + 5;
  public static final long NO_HISTORY = EntityIds.SCHEMA + 6;
  public static final long DOC = EntityIds.SCHEMA + 7;
  public static final long TX_INSTANT = EntityIds.SCHEMA + 8;
  public static final long TUPLE_TYPE = EntityIds.SCHEMA + 9;
  public static final long TUPLE_TYPES = EntityIds.SCHEMA + 10;
  public static final long TUPLE_ATTRS = EntityIds.SCHEMA + 11;
  public static final long ATTR_PREDS = EntityIds.SCHEMA + 12;
  public static final long ENTITY_ATTRS = EntityIds.SCHEMA + 13;
  public static final long ENTITY_PREDS = EntityIds.SCHEMA + 14;

  /** Said in transactions only, and never stored. */
  public static final long ENSURE = EntityIds.SCHEMA + 15;

  /** Says what is to be excised, forgotten for good: an entity, or all facts of an attribute. */
  public static final long EXCISE = EntityIds.SCHEMA + 16;

  public static final long EXCISE_ATTRS = EntityIds.SCHEMA + 17;
  public static final long EXCISE_BEFORE = EntityIds.SCHEMA + 18;
  public static final long EXCISE_BEFORE_T = EntityIds.SCHEMA + 19;

  /** What follows says the database itself. */
  public static final long EXCISE_PARTS = EntityIds.SCHEMA + 20;

  public static final long EXCISED = EntityIds.SCHEMA + 21;

  static final long CARDINALITY_ONE = EntityIds.SCHEMA + 32;
  static final long CARDINALITY_MANY = EntityIds.SCHEMA + 33;
  static final long UNIQUE_VALUE = EntityIds.SCHEMA + 34;
  static final long UNIQUE_IDENTITY = EntityIds.SCHEMA + 35;

  private static final long FIRST_TYPE = EntityIds.SCHEMA + 64;

  private static final Map<Keyword, Long> ENTITIES = new LinkedHashMap<>();
  private static final Map<Long, Keyword> IDENTS = new HashMap<>();
  private static final Map<Long, Attribute> ATTRIBUTES = new LinkedHashMap<>();

  static {
    attribute(IDENT, "db/ident", ValueType.KEYWORD, Unique.IDENTITY);
    attribute(VALUE_TYPE, "db/valueType", ValueType.REF, null);
    attribute(CARDINALITY, "db/cardinality", ValueType.REF, null);
    attribute(UNIQUE, "db/unique", ValueType.REF, null);
    attribute(IS_COMPONENT, "db/isComponent", ValueType.BOOLEAN, null);
    attribute(INDEX, "db/index", ValueType.BOOLEAN, null);
    attribute(NO_HISTORY, "db/noHistory", ValueType.BOOLEAN, null);
    attribute(DOC, "db/doc", ValueType.STRING, null);
    attribute(TX_INSTANT, "db/txInstant", ValueType.INSTANT, null);
    attribute(TUPLE_TYPE, "db/tupleType", ValueType.KEYWORD, null);
    attribute(TUPLE_TYPES, "db/tupleTypes", ValueType.TUPLE, null);
    attribute(TUPLE_ATTRS, "db/tupleAttrs", ValueType.TUPLE, null);
    several(ATTR_PREDS, "db.attr/preds", ValueType.SYMBOL);
    several(ENTITY_ATTRS, "db.entity/attrs", ValueType.KEYWORD);
    several(ENTITY_PREDS, "db.entity/preds", ValueType.SYMBOL);
    several(ENSURE, "db/ensure", ValueType.REF);
    attribute(EXCISE, "db/excise", ValueType.REF, null);
    several(EXCISE_ATTRS, "db.excise/attrs", ValueType.REF);
    attribute(EXCISE_BEFORE, "db.excise/before", ValueType.INSTANT, null);
    attribute(EXCISE_BEFORE_T, "db.excise/beforeT", ValueType.LONG, null);
    several(EXCISE_PARTS, "db.excise/parts", ValueType.REF);
    attribute(EXCISED, "db.excise/done", ValueType.BOOLEAN, null);
    entity(CARDINALITY_ONE, Keyword.of("db.cardinality/one"));
    entity(CARDINALITY_MANY, Keyword.of("db.cardinality/many"));
    entity(UNIQUE_VALUE, Keyword.of("db.unique/value"));
    entity(UNIQUE_IDENTITY, Keyword.of("db.unique/identity"));
    for (ValueType type : ValueType.values()) {
      entity(FIRST_TYPE + type.ordinal(), type.ident());
    }
  }

  private BuiltIn() {}

  /** Returns the entity named {@code ident}, or null when none is from the start. */
  public static @Nullable Long entity(Keyword ident) {
    return ENTITIES.get(ident);
  }

  /** Returns the name of {@code entity}, or null when it is not there from the start. */
  public static @Nullable Keyword ident(long entity) {
    return IDENTS.get(entity);
  }

  /** Returns whether {@code attribute} is said of attributes only, so that it makes one. */
  static boolean declares(long attribute) {
    return (VALUE_TYPE <= attribute && attribute <= NO_HISTORY)
        || (TUPLE_TYPE <= attribute && attribute <= ATTR_PREDS);
  }

  /**
   * Returns whether facts of {@code attribute} can be excised: not when a transaction was, nor
   * marks.
   */
  public static boolean isExcisable(long attribute) {
    return attribute != TX_INSTANT && !isOfMarks(attribute);
  }

  /** Returns whether {@code attribute} is said of marks, of what is to be excised. */
  static boolean isOfMarks(long attribute) {
    return EXCISE <= attribute && attribute <= EXCISED;
  }

  /** Returns whether {@code attribute}, there from the start, refers to entities. */
  static boolean isReference(long attribute) {
    Attribute known = ATTRIBUTES.get(attribute);
    return known != null && known.isReference();
  }

  /** Returns the type that {@code entity} names, or null when it names none. */
  static @Nullable ValueType valueType(long entity) {
    long index = entity - FIRST_TYPE;
    return 0 <= index && index < ValueType.values().length ? ValueType.values()[(int) index] : null;
  }

  static Collection<Attribute> attributes() {
    return Collections.unmodifiableCollection(ATTRIBUTES.values());
  }

  private static void attribute(long id, String name, ValueType type, @Nullable Unique unique) {
    attribute(id, name, type, false, unique);
  }

  /** An attribute of which an entity may have several values. */
  private static void several(long id, String name, ValueType type) {
    attribute(id, name, type, true, null);
  }

  private static void attribute(
      long id, String name, ValueType type, boolean many, @Nullable Unique unique) {
    Keyword ident = Keyword.of(name);
    entity(id, ident);
    ATTRIBUTES.put(
        id, new Attribute(id, ident, type, many, unique, false, true, false, null, Set.of()));
  }

  private static void entity(long id, Keyword ident) {
    ENTITIES.put(ident, id);
    IDENTS.put(id, ident);
  }
}
