package bourn.exchange;

import bourn.datoms.ValueType;
import bourn.formats.Csv;
import bourn.formats.ValueReader;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.io.Reader;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows as entities: each cell is a fact, and an empty one is none. */
final class CsvShape implements Shape {

  private static final Keyword ID = Keyword.of("db/id");

  private final CsvMapping mapping;
  private final char separator;
  private final String namespace;
  private final Map<Value, Target> targets = new LinkedHashMap<>();

  /** What the cells of a column become. */
  private record Target(String name, Keyword attribute, CsvMapping.Column column) {

    @Nullable ValueType type() {
      return column.refersTo() == null ? column.type() : ValueType.REF;
    }
  }

  /**
   * Makes a shape.
   *
   * @param namespace of the attributes of columns whose names have none
   */
  CsvShape(CsvMapping mapping, char separator, String namespace) {
    this.mapping = mapping;
    this.separator = separator;
    this.namespace = namespace;
  }

  @Override
  public ValueReader reader(Reader in) {
    return Csv.reader(in, separator, this::header);
  }

  /** Takes the names of columns; returns those whose types are to be recognised. */
  private Set<String> header(List<String> names) {
    for (String mapped : mapping.columns().keySet()) {
      if (!names.contains(mapped)) {
        throw new IllegalArgumentException(
            "the mapping is of a column \"" + mapped + "\", required one of " + names);
      }
    }
    Map<Keyword, String> taken = new HashMap<>();
    for (String name : names) {
      CsvMapping.Column column = mapping.of(name);
      Keyword given = column.attribute();
      Keyword attribute = given == null ? attribute(name) : given;
      String other = column.skipped() ? null : taken.put(attribute, name);
      if (other != null) {
        throw new IllegalArgumentException(
            "the columns \""
                + other
                + "\" and \""
                + name
                + "\" both become "
                + attribute
                + "; required a mapping that tells them apart");
      }
      targets.put(Keyword.of(name), new Target(name, attribute, column));
    }
    return names.stream()
        .filter(name -> mapping.of(name).type() == null && mapping.of(name).refersTo() == null)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private Keyword attribute(String column) {
    String name = column.strip().replaceAll("\\s+", "-");
    return Keyword.of(name.contains("/") ? name : namespace + "/" + name);
  }

  @Override
  public boolean declares(Value record) {
    return false;
  }

  @Override
  public void add(Value record, Batch batch) {
    declare(batch);
    Map<Value, Value> row = ((Value.Entries) record).entries();
    Value.Entries.Builder entity = new Value.Entries.Builder(row.size());
    row.forEach(
        (column, cell) -> {
          Target target = Objects.requireNonNull(targets.get(column));
          if (!target.column().skipped()) {
            entity.add(target.attribute(), value(target, cell));
          }
        });
    Value.Entries built = entity.build();
    if (!built.entries().isEmpty()) {
      batch.add(built);
    }
  }

  private void declare(Batch batch) {
    for (Target target : targets.values()) {
      ValueType type = target.type();
      boolean says = type != null || target.column().unique();
      if (says
          && !target.column().skipped()
          && !target.attribute().equals(ID)
          && batch.before().attribute(target.attribute()) == null) {
        Value.Entries.Builder form = new Value.Entries.Builder(4);
        form.add(Keyword.of("db/ident"), target.attribute());
        if (type != null) {
          form.add(Keyword.of("db/valueType"), type.ident());
        }
        if (target.column().unique()) {
          form.add(Keyword.of("db/unique"), Keyword.of("db.unique/identity"));
        }
        batch.addOnce(form.build());
      }
      Keyword refersTo = target.column().refersTo();
      if (refersTo != null && batch.before().attribute(refersTo) == null && !isUnique(refersTo)) {
        throw new IllegalArgumentException(
            "column \""
                + target.name()
                + "\" refers to "
                + refersTo
                + ", required a unique attribute that is there");
      }
    }
  }

  /** Returns whether a column of this file names entities by {@code attribute}. */
  private boolean isUnique(Keyword attribute) {
    return targets.values().stream()
        .anyMatch(target -> target.attribute().equals(attribute) && target.column().unique());
  }

  private static Value value(Target target, Value cell) {
    if (target.attribute().equals(ID)) {
      if (cell instanceof Value.Int(long id) && id > 0) {
        return cell;
      }
      throw wrong(target, "a positive number, an entity", cell);
    }
    Keyword refersTo = target.column().refersTo();
    if (refersTo != null) {
      return new Value.Entries.Builder(1).add(refersTo, cell).build();
    }
    ValueType type = target.column().type();
    if (type == null || !(cell instanceof Value.Text(String text))) {
      return cell;
    }
    Value read = read(type, text.strip(), cell);
    if (!type.admits(read)) {
      throw wrong(target, "a value of type " + type.name().toLowerCase(Locale.ROOT), cell);
    }
    return read;
  }

  private static Value read(ValueType type, String text, Value itself) {
    try {
      return switch (type) {
        case LONG -> Value.of(Long.parseLong(text));
        case BIGINT -> text.length() <= Value.MOST_DIGITS ? Value.of(new BigInteger(text)) : itself;
        case DOUBLE, FLOAT -> Value.of(Double.parseDouble(text));
        case BOOLEAN ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> Value.of(true);
              case "false" -> Value.of(false);
              default -> itself;
            };
        default -> JsonValues.typed(type, text, itself);
      };
    } catch (NumberFormatException none) {
      return itself;
    }
  }

  private static IllegalArgumentException wrong(Target target, String required, Value found) {
    return new IllegalArgumentException(
        "column \"" + target.name() + "\": required " + required + ", found " + found);
  }
}
