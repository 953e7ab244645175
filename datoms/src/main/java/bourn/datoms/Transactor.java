package bourn.datoms;

import bourn.kernel.Value;
import java.util.List;

/** Turns the forms of a transaction into what they assert and retract. */
public final class Transactor {

  private Transactor() {}

  /**
   * Prepares a transaction. The order of {@code forms} means nothing.
   *
   * @param forms maps, and lists that begin with {@code :db/add}, {@code :db/derive}, {@code
   *     :db/retract}, {@code :db/retractEntity}, {@code :db/cas} or the name of a function
   * @param source the facts before it
   * @param t the offset that it will have
   * @param nowMicros the time, in microseconds since 1970; if the last transaction was later, this
   *     one is a microsecond after it
   * @param calls the functions that forms may call, and the predicates of attributes
   * @throws TransactionException if a rule is broken
   */
  public static Prepared prepare(
      List<Value> forms, DatomSource source, long t, long nowMicros, Calls calls) {
    return prepare(forms, source, t, nowMicros, calls, false);
  }

  /** Does the same with what the database says itself, as of marks that it has seen to. */
  public static Prepared prepareOwn(
      List<Value> forms, DatomSource source, long t, long nowMicros, Calls calls) {
    return prepare(forms, source, t, nowMicros, calls, true);
  }

  private static Prepared prepare(
      List<Value> forms, DatomSource source, long t, long nowMicros, Calls calls, boolean own) {
    Temps temps = new Temps();
    Attributes attributes = new Attributes(source);
    Reading reading = new Reading(source, t, temps, attributes);
    reading.read(Calling.expand(forms, calls));
    Identities identities =
        new Identities(
            source, temps, attributes, Math.max(source.nextEntity(), reading.highest() + 1));
    identities.resolve(reading.operations());
    Changes changes = new Changes(source, temps, t, reading.operations().size() + 1);
    attributes
        .used()
        .forEach(used -> changes.add(used.id(), ident(source), used.ident(), used.ident()));
    changes.apply(reading.operations());
    requireInstants(changes.removed());
    addInstant(changes, source, t, nowMicros);
    int[] news = changes.news();
    if (new Composites(attributes, changes).follow()) {
      news = changes.news();
    }
    changes.checkUnique(news);
    changes.checkDescriptions(news);
    Ensuring ensuring = new Ensuring(attributes, changes, calls);
    ensuring.admit(news);
    new SchemaCheck(source, changes).check(news);
    new ExciseCheck(source, changes, own).check(news);
    Transaction transaction =
        new Transaction(
            t,
            identities.next(),
            attributes.next(),
            asserted(changes.added(), news),
            retracted(changes.removed()));
    return new Prepared(transaction, temps.named(), ensuring.ensure(reading.ensured()));
  }

  private static Attribute ident(DatomSource source) {
    return builtIn(source, BuiltIn.IDENT);
  }

  private static Attribute builtIn(DatomSource source, long id) {
    Attribute attribute = source.schema().attribute(id);
    if (attribute == null) {
      throw new IllegalStateException("the schema lacks what it starts with: " + id);
    }
    return attribute;
  }

  private static void requireInstants(FactTable removed) {
    for (int row = 0; row < removed.count(); row++) {
      if (removed.attribute(row).id() == BuiltIn.TX_INSTANT) {
        throw Refusal.instantStays(removed.form(row), removed.value(row));
      }
    }
  }

  private static void addInstant(Changes changes, DatomSource source, long t, long nowMicros) {
    FactTable added = changes.added();
    long last = source.lastInstantMicros();
    boolean given = false;
    for (int row = 0; row < added.count(); row++) {
      if (added.attribute(row).id() == BuiltIn.TX_INSTANT) {
        boolean grows =
            added.entity(row) == EntityIds.transaction(t)
                && added.value(row) instanceof Value.Time(long micros)
                && micros > last;
        if (!grows) {
          throw Refusal.instant(added.form(row), new Value.Time(last), added.value(row));
        }
        given = true;
      }
    }
    if (!given) {
      Value instant =
          new Value.Time(last == Long.MIN_VALUE ? nowMicros : Math.max(nowMicros, last + 1));
      changes.add(EntityIds.transaction(t), builtIn(source, BuiltIn.TX_INSTANT), instant, instant);
    }
  }

  /** Returns the facts in {@code rows}, those of the transaction itself first. */
  private static Facts asserted(FactTable added, int[] rows) {
    Facts facts = new Facts(rows.length);
    for (boolean own : new boolean[] {true, false}) {
      for (int row : rows) {
        if (own == (added.entity(row) == EntityIds.transaction(added.since(row)))) {
          facts.add(
              added.entity(row),
              added.attribute(row).id(),
              added.value(row),
              added.since(row),
              added.meta(row));
        }
      }
    }
    return facts;
  }

  private static Facts retracted(FactTable removed) {
    Facts facts = new Facts(removed.count());
    for (int row = 0; row < removed.count(); row++) {
      facts.add(
          removed.entity(row),
          removed.attribute(row).id(),
          removed.value(row),
          removed.since(row),
          removed.meta(row));
    }
    return facts;
  }
}
