package bourn.datoms;

import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * What one transaction asserts and retracts: the content of one event of a datom stream.
 *
 * @param t the offset of the event
 * @param nextEntity the next entity to be given to a user after it
 * @param nextAttribute the next entity to be given to an attribute after it
 * @param asserted facts that begin to hold, their {@code since} is {@code t}
 * @param retracted facts that cease to hold, each with the transaction that had asserted it
 */
public record Transaction(
    long t, long nextEntity, long nextAttribute, Facts asserted, Facts retracted) {

  /** Returns all datoms: the assertions, then the retractions. */
  public List<Datom> datoms() {
    List<Datom> datoms = new ArrayList<>(asserted.count() + retracted.count());
    add(asserted, true, datoms);
    add(retracted, false, datoms);
    return datoms;
  }

  private void add(Facts facts, boolean added, List<Datom> datoms) {
    for (int i = 0; i < facts.count(); i++) {
      datoms.add(
          new Datom(
              facts.entity(i),
              facts.attribute(i),
              facts.value(i),
              t,
              added,
              added ? facts.meta(i) : Meta.NONE));
    }
  }

  /** Chooses facts. */
  @FunctionalInterface
  public interface Choice {

    /** Returns whether a fact is one that transaction {@code since} asserted. */
    boolean test(long entity, long attribute, long since);
  }

  /** Returns this transaction without the facts that {@code excised} chooses, or itself. */
  public Transaction without(Choice excised) {
    Facts keptAsserted = asserted.without(excised);
    Facts keptRetracted = retracted.without(excised);
    return keptAsserted.count() == asserted.count() && keptRetracted.count() == retracted.count()
        ? this
        : new Transaction(t, nextEntity, nextAttribute, keptAsserted, keptRetracted);
  }

  /** Returns the event that holds this transaction. */
  public Value toValue() {
    return TransactionFormat.write(this);
  }

  /**
   * Returns the transaction that the event at offset {@code t} holds.
   *
   * @throws IllegalArgumentException if {@code event} is not one that {@link #toValue} wrote
   */
  public static Transaction of(long t, Value event) {
    return TransactionFormat.read(t, event);
  }
}
