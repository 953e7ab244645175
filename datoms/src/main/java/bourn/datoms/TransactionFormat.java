package bourn.datoms;

import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * How a transaction lies in the event that holds it.
 *
 * <pre>
 *  [ next-entity       the next entity to be given to a user, after this transaction
 *    next-attribute    the next entity to be given to an attribute, less 2^61
 *    asserted          [e a v  e a v  ...]
 *    retracted         [e a v s  e a v s  ...] ]
 *
 *  e   the entity; 0 for the entity of this transaction
 *  a   the entity of the attribute, exclusive-or 2^61, so that it is small
 *  v   the value
 *  s   the offset of the transaction that had asserted the fact
 * </pre>
 *
 * <p>With {@code s}, a fold over transactions knows when each fact began and when it ended without
 * looking anything up.
 */
final class TransactionFormat {

  private TransactionFormat() {}

  static Value write(Transaction transaction) {
    return new Value.Items(
        List.of(
            new Value.Int(transaction.nextEntity()),
            new Value.Int(transaction.nextAttribute() - EntityIds.SCHEMA),
            write(transaction.asserted(), transaction.t(), false),
            write(transaction.retracted(), transaction.t(), true)));
  }

  private static Value write(Facts facts, long t, boolean withSince) {
    List<Value> items = new ArrayList<>((withSince ? 4 : 3) * facts.count());
    for (int i = 0; i < facts.count(); i++) {
      long entity = facts.entity(i);
      items.add(new Value.Int(entity == EntityIds.transaction(t) ? 0 : entity));
      items.add(new Value.Int(facts.attribute(i) ^ EntityIds.SCHEMA));
      items.add(facts.value(i));
      if (withSince) {
        items.add(new Value.Int(facts.since(i)));
      }
    }
    return new Value.Items(items);
  }

  static Transaction read(long t, Value event) {
    if (event instanceof Value.Items(List<Value> parts)
        && parts.size() == 4
        && parts.get(0) instanceof Value.Int(long nextEntity)
        && parts.get(1) instanceof Value.Int(long nextAttribute)
        && parts.get(2) instanceof Value.Items(List<Value> asserted)
        && parts.get(3) instanceof Value.Items(List<Value> retracted)
        && asserted.size() % 3 == 0
        && retracted.size() % 4 == 0) {
      return new Transaction(
          t,
          nextEntity,
          nextAttribute + EntityIds.SCHEMA,
          read(asserted, t, false),
          read(retracted, t, true));
    }
    throw notATransaction(t, event);
  }

  private static Facts read(List<Value> items, long t, boolean withSince) {
    int width = withSince ? 4 : 3;
    Facts facts = new Facts(items.size() / width);
    for (int i = 0; i < items.size(); i += width) {
      long entity = number(items.get(i), t);
      facts.add(
          entity == 0 ? EntityIds.transaction(t) : entity,
          number(items.get(i + 1), t) ^ EntityIds.SCHEMA,
          items.get(i + 2),
          withSince ? number(items.get(i + 3), t) : t);
    }
    return facts;
  }

  private static long number(Value value, long t) {
    if (value instanceof Value.Int(long number)) {
      return number;
    }
    throw notATransaction(t, value);
  }

  private static IllegalArgumentException notATransaction(long t, Value found) {
    return new IllegalArgumentException(
        "the event at offset "
            + t
            + " is required to be a transaction, found "
            + TransactionException.shortened(found));
  }
}
