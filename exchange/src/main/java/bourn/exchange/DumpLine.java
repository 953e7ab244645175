package bourn.exchange;

import bourn.datoms.Datom;
import bourn.datoms.Meta;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line of a dump, as EDN: {@code [e a v t m]}, and the last, {@code {:transactions 2, :datoms
 * 9}}, without which a dump is not whole.
 *
 * <pre>
 *  e   the entity, a number
 *  a   the attribute, its ident right after the transaction; a number when it has none then
 *  v   the value; a number where the attribute refers to an entity
 *  t   the offset of the transaction
 *  m   the operation, :asserted, :derived or :retracted, or [operation entity] when an entity
 *      describes the fact; readers also take true and false, and refuse what they do not know
 * </pre>
 */
final class DumpLine {

  private static final Keyword ASSERTED = Keyword.of("asserted");
  private static final Keyword TRANSACTIONS = Keyword.of("transactions");
  private static final Keyword DATOMS = Keyword.of("datoms");
  private static final Keyword DERIVED = Keyword.of("derived");
  private static final Keyword RETRACTED = Keyword.of("retracted");

  private DumpLine() {}

  static Value of(Datom datom, Idents idents) {
    return Value.list(
        datom.entity(), idents.name(datom.attribute()), datom.value(), datom.t(), meta(datom));
  }

  /** Returns the last line of a dump. */
  static Value end(long transactions, long datoms) {
    return new Value.Entries.Builder(2)
        .add(TRANSACTIONS, Value.of(transactions))
        .add(DATOMS, Value.of(datoms))
        .build();
  }

  /** Returns whether {@code map} is the last line of some dump. */
  static boolean isEnd(Value.Entries map) {
    return map.entries().keySet().equals(Set.of(TRANSACTIONS, DATOMS));
  }

  private static Value meta(Datom datom) {
    Keyword operation =
        !datom.added() ? RETRACTED : Meta.derived(datom.meta()) ? DERIVED : ASSERTED;
    long entity = Meta.entity(datom.meta());
    return entity == 0 ? operation : Value.list(operation, entity);
  }

  /**
   * Returns {@code datom}, which is described by nothing, with the operation and the description of
   * {@code m}; null when that is none that is known.
   */
  static @Nullable Datom with(Value m, Datom datom) {
    Value operation = m;
    long entity = 0;
    if (m instanceof Value.Items(List<Value> parts)
        && parts.size() == 2
        && parts.get(1) instanceof Value.Int(long described)
        && described > 0) {
      operation = parts.getFirst();
      entity = described;
    }
    boolean retracted = operation.equals(RETRACTED) || operation.equals(Value.of(false));
    boolean derived = operation.equals(DERIVED);
    boolean known =
        retracted || derived || operation.equals(ASSERTED) || operation.equals(Value.of(true));
    if (!known || (retracted && entity != 0)) {
      return null;
    }
    return new Datom(
        datom.entity(),
        datom.attribute(),
        datom.value(),
        datom.t(),
        !retracted,
        Meta.of(entity, derived));
  }
}
