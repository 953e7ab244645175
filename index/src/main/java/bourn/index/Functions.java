package bourn.index;

import bourn.datoms.Calls;
import bourn.datoms.Prepared;
import bourn.kernel.Value;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What transactions may call by name, registered by the program that transacts: nothing that is
 * stored is ever run. Safe for use by several threads.
 *
 * <pre>{@code
 * functions.transaction("account/deposit", (before, arguments) -> ...);
 * datoms.transact(Edn.readAll("[:account/deposit [:account/number 7] 100]"));
 * }</pre>
 */
public final class Functions {

  private final Map<String, TransactionFunction> transactions = new ConcurrentHashMap<>();
  private final Map<String, Predicate<Value>> values = new ConcurrentHashMap<>();
  private final Map<String, EntityPredicate> entities = new ConcurrentHashMap<>();

  /** A condition of an entity, as {@code :db.entity/preds} names it. */
  @FunctionalInterface
  public interface EntityPredicate {

    /** Returns whether {@code entity} is as it should be in the database after a transaction. */
    boolean test(Database after, long entity);
  }

  Functions() {}

  /**
   * Registers a function: a form {@code [:name argument ...]}, or {@code [:db/call :name argument
   * ...]}, is replaced by what it returns.
   *
   * @param name with its namespace, as {@code account/deposit}
   * @throws IllegalArgumentException if the name is one of {@code :db}, whose forms have a meaning
   */
  public void transaction(String name, TransactionFunction function) {
    if (name.startsWith("db/") || name.startsWith("db.")) {
      throw new IllegalArgumentException(
          "a name outside of db is required, as account/deposit, found " + name);
    }
    transactions.put(name, function);
  }

  /** Registers a condition of values, as {@code :db.attr/preds} names it. */
  public void value(String name, Predicate<Value> predicate) {
    values.put(name, predicate);
  }

  /** Registers a condition of entities, as {@code :db.entity/preds} names it. */
  public void entity(String name, EntityPredicate predicate) {
    entities.put(name, predicate);
  }

  /** Returns what a transaction on {@code before} may call. */
  Calls on(Database before) {
    return new Calls() {
      @Override
      public @Nullable Function<List<Value>, List<Value>> function(String name) {
        TransactionFunction function = transactions.get(name);
        return function == null ? null : arguments -> function.apply(before, arguments);
      }

      @Override
      public @Nullable Predicate<Value> predicate(String name) {
        return values.get(name);
      }

      @Override
      public Collection<String> names() {
        TreeSet<String> names = new TreeSet<>(transactions.keySet());
        names.addAll(values.keySet());
        return names;
      }
    };
  }

  /**
   * Checks what is to hold of {@code after}.
   *
   * @throws bourn.datoms.TransactionException if something does not
   */
  void check(List<Prepared.Check> checks, Database after) {
    for (Prepared.Check check : checks) {
      EntityPredicate predicate = entities.get(check.predicate().name());
      if (predicate == null) {
        throw check.unknown(new TreeSet<>(entities.keySet()));
      }
      if (!predicate.test(after, check.entity())) {
        throw check.refusal("false");
      }
    }
  }
}
