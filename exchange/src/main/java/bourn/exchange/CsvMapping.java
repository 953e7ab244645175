package bourn.exchange;

import bourn.datoms.ValueType;
import bourn.kernel.Edn;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of rows mean, as far as their names do not say it.
 *
 * @param columns by the name of the column
 */
public record CsvMapping(Map<String, Column> columns) {

  /** Says nothing beyond the names of columns. */
  public static final CsvMapping NONE = new CsvMapping(Map.of());

  private static final Keyword ATTRIBUTE = Keyword.of("attribute");
  private static final Keyword TYPE = Keyword.of("type");
  private static final Keyword UNIQUE = Keyword.of("unique");
  private static final Keyword REFERS_TO = Keyword.of("refers-to");
  private static final Keyword SKIP = Keyword.of("skip");
  private static final Set<Keyword> KEYS = Set.of(ATTRIBUTE, TYPE, UNIQUE, REFERS_TO, SKIP);

  public CsvMapping {
    columns = Map.copyOf(columns);
  }

  /**
   * What a column means.
   *
   * @param attribute of its cells, or null for the one that its name says
   * @param type that cells are read as, or null to recognise it
   * @param unique whether a cell names its entity, so that a row adds to what is there of it
   * @param refersTo the unique attribute by which a cell names another entity, or null
   * @param skipped whether the column is left out
   */
  public record Column(
      @Nullable Keyword attribute,
      @Nullable ValueType type,
      boolean unique,
      @Nullable Keyword refersTo,
      boolean skipped) {

    static final Column UNSAID = new Column(null, null, false, null, false);
  }

  /**
   * Reads a mapping: a map from names of columns to {@code {:attribute :person/email, :type
   * :string, :unique true}}; {@code :refers-to :person/email} for a column that names other
   * entities, {@code {:skip true}} for one that is left out.
   *
   * @throws IllegalArgumentException if it is no mapping; says which column
   */
  public static CsvMapping read(String edn) {
    if (!(Edn.read(edn) instanceof Value.Entries map)) {
      throw new IllegalArgumentException("a mapping is a map from names of columns to maps");
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    map.entries()
        .forEach(
            (key, value) -> {
              if (!(key instanceof Value.Text(String name))
                  || !(value instanceof Value.Entries column)) {
                throw new IllegalArgumentException(
                    "a mapping has a string and a map for each column, found " + key + " " + value);
              }
              columns.put(name, column(name, column));
            });
    return new CsvMapping(columns);
  }

  private static Column column(String name, Value.Entries column) {
    for (Value key : column.entries().keySet()) {
      if (!(key instanceof Keyword) || !KEYS.contains(key)) {
        throw wrong(name, "one of " + new TreeSet<>(KEYS), key);
      }
    }
    return new Column(
        keyword(name, column, ATTRIBUTE),
        type(name, column.get(TYPE)),
        truth(name, column, UNIQUE),
        keyword(name, column, REFERS_TO),
        truth(name, column, SKIP));
  }

  private static @Nullable Keyword keyword(String name, Value.Entries column, Keyword key) {
    return switch (column.get(key)) {
      case null -> null;
      case Keyword keyword -> keyword;
      case Value other -> throw wrong(name, "a keyword as " + key, other);
    };
  }

  private static boolean truth(String name, Value.Entries column, Keyword key) {
    return switch (column.get(key)) {
      case null -> false;
      case Value.Bool(boolean truth) -> truth;
      case Value other -> throw wrong(name, "true or false as " + key, other);
    };
  }

  private static @Nullable ValueType type(String name, @Nullable Value value) {
    if (value == null) {
      return null;
    }
    List<ValueType> types =
        Arrays.stream(ValueType.values())
            .filter(type -> type != ValueType.TUPLE && type != ValueType.REF)
            .toList();
    return types.stream()
        .filter(type -> value.equals(keyword(type)))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    name, "a type of " + types.stream().map(CsvMapping::keyword).toList(), value));
  }

  private static Keyword keyword(ValueType type) {
    return Keyword.of(type.name().toLowerCase(Locale.ROOT));
  }

  private static IllegalArgumentException wrong(String column, String required, Value found) {
    return new IllegalArgumentException(
        "column \"" + column + "\" of the mapping: required " + required + ", found " + found);
  }

  /** Returns this, with {@code column} naming the entity of a row. */
  public CsvMapping withUnique(String column) {
    Map<String, Column> with = new LinkedHashMap<>(columns);
    Column known = columns.getOrDefault(column, Column.UNSAID);
    with.put(
        column,
        new Column(known.attribute(), known.type(), true, known.refersTo(), known.skipped()));
    return new CsvMapping(with);
  }

  Column of(String name) {
    return columns.getOrDefault(name, Column.UNSAID);
  }
}
