package bourn.exchange;

import bourn.datoms.Attribute;
import bourn.datoms.BuiltIn;
import bourn.datoms.Datom;
import bourn.datoms.EntityIds;
import bourn.datoms.Facts;
import bourn.datoms.Meta;
import bourn.datoms.Transaction;
import bourn.datoms.ValueType;
import bourn.index.Database;
import bourn.index.DatomOrder;
import bourn.index.DatomStream;
import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Makes transactions of datoms that were transacted before, elsewhere. What was decided then, by
 * functions and predicates, is not decided again; but a transaction that does not fit what the
 * stream holds is refused.
 */
final class Restoration {

  private static final Value REF =
      Value.of(Objects.requireNonNull(BuiltIn.entity(ValueType.REF.ident())));

  private final DatomStream stream;
  private long nextEntity = EntityIds.FIRST_USER;
  private long nextAttribute = EntityIds.FIRST_ATTRIBUTE;
  private long lastMicros = Long.MIN_VALUE;

  /** Thrown when a datom does not fit. */
  static final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int index;

    Refusal(int index, String message) {
      super(message);
      this.index = index;
    }

    /** Returns which datom of the transaction it is. */
    int index() {
      return index;
    }
  }

  private record Key(long entity, long attribute) {}

  private record Identity(long attribute, Value value) {}

  Restoration(DatomStream stream) {
    this.stream = stream;
    long tail = stream.stream().extent().tail();
    if (tail == 0) {
      return;
    }
    try (Reader reader =
        stream.stream().bound(new Bound(tail - 1, tail), CausalContext.NONE).read()) {
      if (reader.next() == Step.EVENT) {
        Transaction last = Transaction.of(tail - 1, reader.value());
        nextEntity = last.nextEntity();
        nextAttribute = last.nextAttribute();
        last.datoms().forEach(this::noteInstant);
      }
    }
  }

  private void noteInstant(Datom datom) {
    if (datom.attribute() == BuiltIn.TX_INSTANT
        && datom.value() instanceof Value.Time(long micros)) {
      lastMicros = micros;
    }
  }

  /**
   * Returns the transaction at {@code t}, the tail of the stream.
   *
   * @throws Refusal if it does not fit what the stream holds
   */
  Transaction transaction(long t, List<Datom> datoms) {
    Database before = stream.db();
    requireDistinct(t, datoms);
    Facts asserted = new Facts(datoms.size());
    Facts retracted = new Facts(8);
    Map<Key, Integer> retractions = new HashMap<>();
    for (int i = 0; i < datoms.size(); i++) {
      Datom datom = datoms.get(i);
      if (datom.added()) {
        asserted.add(datom.entity(), datom.attribute(), datom.value(), t, datom.meta());
      } else {
        Datom held = held(before, datom, i);
        retracted.add(datom.entity(), datom.attribute(), datom.value(), held.t(), held.meta());
        retractions.merge(new Key(datom.entity(), datom.attribute()), 1, Integer::sum);
      }
    }
    admit(before, datoms, retractions);
    requireInstant(t, datoms);
    count(before, datoms);
    return new Transaction(t, nextEntity, nextAttribute, asserted, retracted);
  }

  private static void requireDistinct(long t, List<Datom> datoms) {
    Set<Datom> distinct = new HashSet<>();
    for (int i = 0; i < datoms.size(); i++) {
      Datom datom = datoms.get(i);
      require(distinct.add(datom), i, "each datom of a transaction once", datom);
      require(isEntity(datom.entity(), t), i, "an entity, or the transaction's own", datom);
    }
  }

  /** Requires that the transaction says when it was, after all before it, and takes note of it. */
  private void requireInstant(long t, List<Datom> datoms) {
    boolean found = false;
    for (int i = 0; i < datoms.size(); i++) {
      Datom datom = datoms.get(i);
      if (datom.added() && datom.attribute() == BuiltIn.TX_INSTANT) {
        require(
            datom.entity() == EntityIds.transaction(t)
                && datom.value() instanceof Value.Time(long micros)
                && micros > lastMicros,
            i,
            "a :db/txInstant of the transaction itself, later than the one before",
            datom);
        found = true;
      }
    }
    if (!found) {
      throw new Refusal(0, "required a :db/txInstant among the datoms of t " + t + ", found none");
    }
    datoms.forEach(this::noteInstant);
  }

  /** Has no entity that the transaction names be given to another. */
  private void count(Database before, List<Datom> datoms) {
    Set<Long> references = new HashSet<>();
    for (Datom datom : datoms) {
      if (datom.attribute() == BuiltIn.VALUE_TYPE && datom.added() && datom.value().equals(REF)) {
        references.add(datom.entity());
      }
    }
    for (Datom datom : datoms) {
      nextEntity = Math.max(nextEntity, after(datom.entity()));
      nextEntity = Math.max(nextEntity, after(Meta.entity(datom.meta())));
      if (datom.value() instanceof Value.Int(long target)
          && (references.contains(datom.attribute()) || isReference(before, datom.attribute()))) {
        nextEntity = Math.max(nextEntity, after(target));
      }
      if (EntityIds.isSchema(datom.entity())) {
        nextAttribute = Math.max(nextAttribute, datom.entity() + 1);
      }
    }
  }

  private static long after(long entity) {
    return EntityIds.isUser(entity) ? entity + 1 : 0;
  }

  private static boolean isReference(Database before, long attribute) {
    Attribute known = before.attribute(attribute);
    return known != null && known.isReference();
  }

  private static boolean isEntity(long entity, long t) {
    return EntityIds.isTransaction(entity)
        ? EntityIds.offset(entity) <= t
        : EntityIds.isUser(entity) || EntityIds.isSchema(entity);
  }

  /** Returns the fact that {@code datom} retracts. */
  private static Datom held(Database before, Datom datom, int index) {
    Iterator<Datom> holding = holding(before, datom);
    if (!holding.hasNext()) {
      throw new Refusal(
          index, "required a fact that holds before it is retracted, found " + text(datom));
    }
    return holding.next();
  }

  private static Iterator<Datom> holding(Database before, Datom datom) {
    if (before.attribute(datom.attribute()) == null) {
      return List.<Datom>of().iterator();
    }
    return before
        .datoms(
            DatomOrder.EAVT,
            new Value.Int(datom.entity()),
            new Value.Int(datom.attribute()),
            datom.value())
        .iterator();
  }

  /** Refuses assertions of what holds, of second values, of wrong types, and of taken values. */
  private void admit(Database before, List<Datom> datoms, Map<Key, Integer> retractions) {
    Set<Key> single = new HashSet<>();
    Set<Identity> held = new HashSet<>();
    for (int i = 0; i < datoms.size(); i++) {
      Datom datom = datoms.get(i);
      Attribute attribute = before.attribute(datom.attribute());
      if (!datom.added() || attribute == null) {
        continue;
      }
      ValueType type = attribute.valueType();
      require(type == null || type.admits(datom.value()), i, "a value of type " + type, datom);
      Key key = new Key(datom.entity(), datom.attribute());
      if (!attribute.many()) {
        require(single.add(key), i, "one value of an attribute of one value", datom);
      }
      if (attribute.unique() != null) {
        require(
            held.add(new Identity(datom.attribute(), datom.value()))
                && isFree(before, datom, datoms),
            i,
            "a value that no other entity has, of an attribute that is unique",
            datom);
      }
      if (!isNew(datom.entity())) {
        require(!holding(before, datom).hasNext(), i, "a fact that does not hold already", datom);
        if (!attribute.many()) {
          int values = before.values(datom.entity(), datom.attribute()).size();
          require(
              values <= retractions.getOrDefault(key, 0),
              i,
              "one value of an attribute of one value, the one before retracted",
              datom);
        }
      }
    }
  }

  private static boolean isFree(Database before, Datom datom, List<Datom> datoms) {
    Iterator<Datom> holders =
        before.datoms(DatomOrder.AVET, new Value.Int(datom.attribute()), datom.value()).iterator();
    while (holders.hasNext()) {
      Datom holder = holders.next();
      boolean givenUp =
          datoms.contains(
              new Datom(holder.entity(), holder.attribute(), holder.value(), datom.t(), false));
      if (!givenUp && holder.entity() != datom.entity()) {
        return false;
      }
    }
    return true;
  }

  private boolean isNew(long entity) {
    return EntityIds.isUser(entity)
        ? entity >= nextEntity
        : EntityIds.isSchema(entity) && entity >= nextAttribute;
  }

  private static void require(boolean condition, int index, String required, Datom found) {
    if (!condition) {
      throw new Refusal(index, "required " + required + ", found " + text(found));
    }
  }

  private static String text(Datom datom) {
    String value = datom.value().toString();
    return "["
        + datom.entity()
        + " "
        + datom.attribute()
        + " "
        + (value.length() <= 200 ? value : value.substring(0, 200) + "...")
        + "]";
  }
}
