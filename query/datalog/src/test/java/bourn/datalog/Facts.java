package bourn.datalog;

import bourn.columns.Table;
import bourn.datoms.Attribute;
import bourn.datoms.Unique;
import bourn.datoms.ValueType;
import bourn.engine.Source;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Facts in a list, as a database shows them: attributes are entities, and idents name entities. */
final class Facts implements Source {

  private static final long TRANSACTION = 1L << 62;
  private static final long FIRST_ATTRIBUTE = 1_000_000;

  private final Map<Keyword, Attribute> attributes = new LinkedHashMap<>();
  private final Map<Keyword, Value> idents = new LinkedHashMap<>();
  private final List<List<Value>> rows = new ArrayList<>();
  int observed;

  /**
   * Declares an attribute; {@code traits} are of {@code ref}, {@code long}, {@code string}, {@code
   * many}, {@code unique}, {@code component}.
   */
  Facts declare(String name, String... traits) {
    Set<String> has = Set.of(traits);
    Keyword ident = Keyword.of(name);
    long id = FIRST_ATTRIBUTE + attributes.size();
    attributes.put(
        ident,
        new Attribute(
            id,
            ident,
            has.contains("ref")
                ? ValueType.REF
                : has.contains("long")
                    ? ValueType.LONG
                    : has.contains("string") ? ValueType.STRING : null,
            has.contains("many"),
            has.contains("unique") ? Unique.IDENTITY : null,
            has.contains("component"),
            false,
            false,
            null,
            Set.of()));
    idents.put(ident, Value.of(id));
    return this;
  }

  /** Adds a fact of transaction {@code t}. */
  Facts add(long entity, String name, Object value, long t) {
    Keyword ident = Keyword.of(name);
    if (!attributes.containsKey(ident)) {
      declare(name);
    }
    rows.add(
        List.of(
            Value.of(entity),
            Value.of(attributes.get(ident).id()),
            Value.of(value),
            Value.of(TRANSACTION + t),
            Value.of(true)));
    if (name.equals("db/ident")) {
      idents.put((Keyword) Value.of(value), Value.of(entity));
    }
    return this;
  }

  /** Adds facts of one entity, each an attribute and a value. */
  Facts entity(long entity, Object... namesAndValues) {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      add(entity, (String) namesAndValues[i], namesAndValues[i + 1], 1);
    }
    return this;
  }

  List<List<Value>> rows() {
    return rows;
  }

  @Override
  public Table datoms() {
    return new ListTable(
        List.of("entity", "attribute", "value", "transaction", "added"), List.copyOf(rows));
  }

  @Override
  public @Nullable Table rows(List<Keyword> names) {
    return null;
  }

  @Override
  public @Nullable Value attribute(Keyword ident) {
    Attribute attribute = attributes.get(ident);
    return attribute == null ? null : Value.of(attribute.id());
  }

  @Override
  public Set<Keyword> attributes() {
    return attributes.keySet();
  }

  @Override
  public @Nullable Attribute declared(Keyword ident) {
    return attributes.get(ident);
  }

  @Override
  public boolean current() {
    return true;
  }

  @Override
  public boolean strict() {
    return true;
  }

  @Override
  public @Nullable Value entity(Value form) {
    if (form instanceof Value.Items(List<Value> items) && items.size() == 2) {
      Value attribute = items.get(0) instanceof Keyword name ? attribute(name) : null;
      return rows.stream()
          .filter(row -> row.get(1).equals(attribute) && row.get(2).equals(items.get(1)))
          .map(List::getFirst)
          .findFirst()
          .orElse(null);
    }
    return form instanceof Keyword ident ? idents.get(ident) : form;
  }

  @Override
  public void observe() {
    observed++;
  }
}
