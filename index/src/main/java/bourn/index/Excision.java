package bourn.index;

import bourn.datoms.Attribute;
import bourn.datoms.BuiltIn;
import bourn.datoms.Datom;
import bourn.datoms.EntityIds;
import bourn.datoms.TupleType;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one mark in a datom stream says is to be excised: all facts of some entities, and facts of
 * some attributes, that were asserted before some time.
 *
 * @param mark the entity that says so
 * @param target the entity of which {@code attributes} are excised, {@link #ANY} for all
 * @param attributes of which facts are excised
 * @param whole the entities of which all is excised
 * @param beforeMicros the time, in microseconds since 1970
 */
record Excision(long mark, long target, Set<Long> attributes, Set<Long> whole, long beforeMicros) {

  static final long ANY = 0;

  Excision {
    attributes = Set.copyOf(attributes);
    whole = Set.copyOf(whole);
  }

  /** Returns the entities that are excised as parts of the one that the mark names. */
  Set<Long> parts() {
    Set<Long> parts = new HashSet<>(whole);
    parts.remove(target);
    return parts;
  }

  /** Returns whether facts of {@code attribute} about {@code entity} are to be excised. */
  boolean covers(long entity, long attribute) {
    return BuiltIn.isExcisable(attribute)
        && (whole.contains(entity)
            || (attributes.contains(attribute) && (target == ANY || target == entity)));
  }

  /**
   * Returns this as far as it is about what was there when {@code nextEntity} and {@code
   * nextAttribute} were the next to be given, before transaction {@code t}.
   */
  Excision within(long nextEntity, long nextAttribute, long t) {
    Known known = new Known(nextEntity, nextAttribute, t);
    Set<Long> left = new HashSet<>(whole);
    left.removeIf(entity -> !known.has(entity));
    boolean about = target == ANY || known.has(target);
    Set<Long> leftAttributes = about ? new HashSet<>(attributes) : new HashSet<>();
    leftAttributes.removeIf(attribute -> !known.has(attribute));
    return new Excision(mark, target, leftAttributes, left, beforeMicros);
  }

  /** Which entities there can be at one time. */
  private record Known(long nextEntity, long nextAttribute, long t) {

    boolean has(long entity) {
      if (EntityIds.isTransaction(entity)) {
        return EntityIds.offset(entity) < t;
      }
      return EntityIds.isSchema(entity) ? entity < nextAttribute : entity < nextEntity;
    }
  }

  /** Returns what {@code mark} says in {@code database}, which has everything of its stream. */
  static Excision of(Database database, Datom mark) {
    long target = ((Value.Int) mark.value()).value();
    long until = until(database, mark);
    Set<Long> named = new HashSet<>();
    for (Value attribute : database.values(mark.entity(), BuiltIn.EXCISE_ATTRS)) {
      named.add(((Value.Int) attribute).value());
    }
    Parts parts = new Parts(database.history(), until);
    Set<Long> whole = new HashSet<>();
    if (EntityIds.isSchema(target)) {
      named.add(target);
    } else if (named.isEmpty()) {
      whole.add(target);
    } else {
      parts.add(target, named, whole);
    }
    for (Value part : database.values(mark.entity(), BuiltIn.EXCISE_PARTS)) {
      whole.add(((Value.Int) part).value());
    }
    parts.follow(whole);
    long of = EntityIds.isSchema(target) ? ANY : target;
    named.addAll(composites(database, named));
    return new Excision(mark.entity(), of, named, whole, instant(database, until));
  }

  /** Returns the first transaction whose facts stay. */
  private static long until(Database database, Datom mark) {
    long until = mark.t();
    for (Value before : database.values(mark.entity(), BuiltIn.EXCISE_BEFORE_T)) {
      long number = ((Value.Int) before).value();
      until = Math.min(until, EntityIds.isTransaction(number) ? EntityIds.offset(number) : number);
    }
    for (Value before : database.values(mark.entity(), BuiltIn.EXCISE_BEFORE)) {
      until = Math.min(until, firstAt(database, ((Value.Time) before).epochMicros()));
    }
    return Math.max(0, until);
  }

  /** Returns the first transaction of {@code database} not before that time, its end if none. */
  static long firstAt(Database database, long micros) {
    long low = 0;
    long high = database.basis() + 1;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (instant(database, middle) < micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static long instant(Database database, long t) {
    List<Value> instant = database.values(EntityIds.transaction(t), BuiltIn.TX_INSTANT);
    return ((Value.Time) instant.getFirst()).epochMicros();
  }

  /** Returns the attributes whose values have those of {@code attributes} in them. */
  private static Set<Long> composites(Database database, Collection<Long> attributes) {
    Set<Long> composites = new HashSet<>();
    for (Attribute attribute : database.attributes()) {
      if (attribute.tuple() instanceof TupleType.Composite(List<Keyword> parts)) {
        for (Keyword part : parts) {
          Attribute of = database.attribute(part);
          if (of != null && attributes.contains(of.id())) {
            composites.add(attribute.id());
          }
        }
      }
    }
    return composites;
  }

  /** Finds the entities that are or were parts of others. */
  private record Parts(Database history, long until) {

    /**
     * Adds to {@code parts} the entities that {@code entity} had as parts by {@code attributes}.
     */
    void add(long entity, Collection<Long> attributes, Set<Long> parts) {
      for (Datom datom : history.datoms(entity)) {
        Attribute attribute = history.attribute(datom.attribute());
        if (attribute != null
            && attribute.component()
            && attributes.contains(datom.attribute())
            && datom.added()
            && datom.t() < until
            && datom.value() instanceof Value.Int(long part)
            && !EntityIds.isSchema(part)) {
          parts.add(part);
        }
      }
    }

    /** Adds to {@code whole} all parts of those in it. */
    void follow(Set<Long> whole) {
      Set<Long> components = new HashSet<>();
      for (Attribute attribute : history.attributes()) {
        if (attribute.component()) {
          components.add(attribute.id());
        }
      }
      Deque<Long> left = new ArrayDeque<>(whole);
      while (!components.isEmpty() && !left.isEmpty()) {
        Set<Long> found = new HashSet<>();
        add(left.remove(), components, found);
        found.removeIf(part -> !whole.add(part));
        left.addAll(found);
      }
    }
  }
}
