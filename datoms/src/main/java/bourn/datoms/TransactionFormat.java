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
 *    retracted         [e a v s  e a v s  ...]
 *    metas             [i m  i m  ...], left out when none of those facts is derived or described ]
 *
 *  e   the entity; 0 for the entity of this transaction
 *  a   the entity of the attribute, exclusive-or 2^61, so that it is small
 *  v   the value
 *  s   the offset of the transaction that had asserted the fact
 *  i   which fact: its number among those asserted, then those retracted, from 0 on
 *  m   twice the entity that describes it, plus 1 if it was derived: see Meta
 * </pre>
 *
 * <p>With {@code s}, a fold over transactions knows when each fact began and when it ended without
 * looking anything up.
 */
final class TransactionFormat {

  private TransactionFormat() {}

  static Value write(Transaction transaction) {
    List<Value> parts = new ArrayList<>(5);
    parts.add(new Value.Int(transaction.nextEntity()));
    parts.add(new Value.Int(transaction.nextAttribute() - EntityIds.SCHEMA));
    parts.add(write(transaction.asserted(), transaction.t(), false));
    parts.add(write(transaction.retracted(), transaction.t(), true));
    if (transaction.asserted().hasMetas() || transaction.retracted().hasMetas()) {
      List<Value> metas = new ArrayList<>();
      addMetas(transaction.asserted(), 0, metas);
      addMetas(transaction.retracted(), transaction.asserted().count(), metas);
      parts.add(new Value.Items(metas));
    }
    return new Value.Items(parts);
  }

  private static void addMetas(Facts facts, int before, List<Value> metas) {
    for (int i = 0; i < facts.count(); i++) {
      if (facts.meta(i) != Meta.NONE) {
        metas.add(new Value.Int(before + i));
        metas.add(new Value.Int(facts.meta(i)));
      }
    }
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
        && (parts.size() == 4 || parts.size() == 5)
        && parts.get(0) instanceof Value.Int(long nextEntity)
        && parts.get(1) instanceof Value.Int(long nextAttribute)
        && parts.get(2) instanceof Value.Items(List<Value> asserted)
        && parts.get(3) instanceof Value.Items(List<Value> retracted)
        && asserted.size() % 3 == 0
        && retracted.size() % 4 == 0) {
      long[] metas = new long[asserted.size() / 3 + retracted.size() / 4];
      if (parts.size() == 5) {
        readMetas(parts.get(4), t, metas);
      }
      return new Transaction(
          t,
          nextEntity,
          nextAttribute + EntityIds.SCHEMA,
          read(asserted, t, false, metas, 0),
          read(retracted, t, true, metas, asserted.size() / 3));
    }
    throw notATransaction(t, event);
  }

  private static void readMetas(Value part, long t, long[] metas) {
    if (!(part instanceof Value.Items(List<Value> items)) || items.size() % 2 != 0) {
      throw notATransaction(t, part);
    }
    for (int i = 0; i < items.size(); i += 2) {
      long fact = number(items.get(i), t);
      if (fact < 0 || fact >= metas.length) {
        throw notATransaction(t, part);
      }
      metas[(int) fact] = number(items.get(i + 1), t);
    }
  }

  private static Facts read(
      List<Value> items, long t, boolean withSince, long[] metas, int before) {
    int width = withSince ? 4 : 3;
    Facts facts = new Facts(items.size() / width);
    for (int i = 0; i < items.size(); i += width) {
      long entity = number(items.get(i), t);
      facts.add(
          entity == 0 ? EntityIds.transaction(t) : entity,
          number(items.get(i + 1), t) ^ EntityIds.SCHEMA,
          items.get(i + 2),
          withSince ? number(items.get(i + 3), t) : t,
          metas[before + i / width]);
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
