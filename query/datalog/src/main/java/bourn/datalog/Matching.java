package bourn.datalog;

import bourn.columns.Restriction;
import bourn.columns.Table;
import bourn.datoms.Attribute;
import bourn.datoms.ValueType;
import bourn.engine.Nearest;
import bourn.engine.Source;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes patterns into matches. */
final class Matching {

  private static final int MOST_TERMS = 5;

  private final Scope scope;
  private final Map<String, Range> ranges;

  Matching(Scope scope, Map<String, Range> ranges) {
    this.scope = scope;
    this.ranges = ranges;
  }

  /** Returns what {@code pattern} matches among all facts, or null when it can match nothing. */
  @Nullable Match datoms(Clause.Pattern pattern, Source source) {
    List<Term> terms = pattern.terms();
    int most = Math.max(MOST_TERMS, source.datoms().columns().size());
    if (terms.size() > most) {
      throw pattern
          .place()
          .wrong(
              "wrong-arity",
              "a pattern over facts has at most "
                  + most
                  + " terms (entity, attribute, value, transaction, added"
                  + (most > MOST_TERMS ? ", meta, derived" : "")
                  + "), found "
                  + terms.size());
    }
    List<Restriction> restrictions = new ArrayList<>();
    List<Match.Column> columns = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      if (!term(pattern, source, i, restrictions, columns)) {
        return null;
      }
    }
    return datoms(source, pattern, restrictions, columns);
  }

  private Match datoms(
      Source source,
      Clause.Pattern pattern,
      List<Restriction> restrictions,
      List<Match.Column> columns) {
    Table table = source.datoms();
    scope.planning().notes().table(table, pattern.source(), null);
    List<Restriction> attributeOnly =
        restrictions.stream().filter(r -> r.column() == Source.ATTRIBUTE).toList();
    double population = (double) table.estimate(attributeOnly);
    return new Match(
        table,
        restrictions,
        columns,
        (double) table.estimate(restrictions),
        key(source, pattern, columns),
        new Match.Distinct(table, attributeOnly, columns, population));
  }

  private boolean term(
      Clause.Pattern pattern,
      Source source,
      int at,
      List<Restriction> restrictions,
      List<Match.Column> columns) {
    Term term = pattern.terms().get(at);
    if (scope.constant(term) != null) {
      return fix(pattern, source, at, at, restrictions);
    }
    switch (term) {
      case Term.Variable(String name, Place place) -> {
        columns.add(new Match.Column(name, at));
        restrict(name, at, at == Source.VALUE ? type(pattern, source) : null, restrictions);
      }
      case Term.Blank blank -> {}
      default -> throw term.place().wrong("malformed", "a pattern cannot have " + term);
    }
    return true;
  }

  /** Restricts a column to the constant at a place of a pattern; returns whether there is any. */
  private boolean fix(
      Clause.Pattern pattern, Source source, int at, int column, List<Restriction> restrictions) {
    Value stored = stored(pattern, source, at);
    if (stored == null) {
      scope.planning().notes().unkept();
      return false;
    }
    Restriction restriction = Restriction.equal(column, stored);
    restrictions.add(restriction);
    if (at != Source.ATTRIBUTE) {
      scope.planning().notes().fixed(restriction, pattern, at, scope.constants());
    }
    return true;
  }

  private void restrict(
      String variable, int column, @Nullable ValueType type, List<Restriction> restrictions) {
    Range range = ranges.get(variable);
    if (range != null) {
      restrictions.add(range.restriction(column, type));
    }
  }

  private @Nullable ValueType type(Clause.Pattern pattern, Source source) {
    Attribute declared =
        scope.constant(pattern.terms().get(Source.ATTRIBUTE)) instanceof Keyword attribute
            ? source.declared(attribute)
            : null;
    return declared == null ? null : declared.valueType();
  }

  /** Returns what stands in the column for a constant of a pattern, or null when nothing does. */
  @Nullable Value stored(Clause.Pattern pattern, Source source, int at) {
    Value constant = scope.constant(pattern.terms().get(at));
    if (constant == null || constant instanceof Value.Nil) {
      return null;
    }
    return switch (at) {
      case Source.ENTITY, Source.TRANSACTION -> entity(pattern, source, at, constant);
      case Source.ATTRIBUTE -> attribute(pattern, source, constant);
      case Source.VALUE -> value(pattern, source, constant);
      default -> constant;
    };
  }

  private @Nullable Value attribute(Clause.Pattern pattern, Source source, Value constant) {
    if (!(constant instanceof Keyword ident)) {
      // What has a schema names attributes by keywords, in memory too; the keys of maps are any
      // values.
      boolean named = source.strict() || source.basis() != null;
      if (named && !(constant instanceof Value.Int)) {
        throw noAttribute(pattern, constant, source);
      }
      return constant;
    }
    Value attribute = source.attribute(ident);
    if (attribute == null) {
      unknown(pattern, source, Source.ATTRIBUTE, ident);
    }
    return attribute;
  }

  private static RuntimeException noAttribute(
      Clause.Pattern pattern, Value constant, Source source) {
    String name = constant instanceof Value.Text(String text) ? text : constant.toString();
    boolean known = source.attributes().stream().anyMatch(ident -> ident.name().equals(name));
    String hint = constant instanceof Value.Text && !name.isBlank() ? "write :" + name : null;
    return pattern
        .terms()
        .get(Source.ATTRIBUTE)
        .place()
        .wrong(
            "wrong-type",
            "an attribute is a keyword, found " + constant,
            known ? "did you mean :" + name + "?" : hint);
  }

  /** Returns the entity that a constant names; a lookup ref names it by an attribute. */
  private @Nullable Value entity(Clause.Pattern pattern, Source source, int at, Value constant) {
    if (constant instanceof Value.Items(List<Value> items)
        && items.size() == 2
        && items.getFirst() instanceof Keyword ident
        && source.attribute(ident) == null) {
      unknown(pattern, source, at, ident);
      return null;
    }
    return source.entity(constant);
  }

  private void unknown(Clause.Pattern pattern, Source source, int at, Keyword ident) {
    String hint = Nearest.attribute(ident, source);
    String where = pattern.source().equals("$") ? "" : " in " + pattern.source();
    if (source.strict()) {
      throw pattern
          .terms()
          .get(at)
          .place()
          .wrong("unknown-attribute", "there is no attribute " + ident + where, hint);
    }
    scope.planning().warn(Unseen.message(pattern, ident, hint));
  }

  private @Nullable Value value(Clause.Pattern pattern, Source source, Value constant) {
    boolean named = constant instanceof Keyword || constant instanceof Value.Items;
    if (!named || !(scope.constant(pattern.terms().get(1)) instanceof Keyword attribute)) {
      return constant;
    }
    Attribute declared = source.declared(attribute);
    return declared != null && declared.isReference()
        ? entity(pattern, source, Source.VALUE, constant)
        : constant;
  }

  private static String entity(Clause.Pattern pattern) {
    return pattern.terms().getFirst() instanceof Term.Variable(String name, Place place)
        ? name
        : " ";
  }

  private Set<String> key(Source source, Clause.Pattern pattern, List<Match.Column> columns) {
    if (!source.current() || pattern.terms().size() < 2) {
      return Set.of();
    }
    Set<String> key = new HashSet<>();
    boolean single =
        scope.constant(pattern.terms().get(Source.ATTRIBUTE)) instanceof Keyword attribute
            && single(source.declared(attribute));
    for (Match.Column column : columns) {
      if (column.index() < Source.VALUE || (column.index() == Source.VALUE && !single)) {
        key.add(column.variable());
      }
    }
    boolean blank =
        pattern.terms().get(Source.ENTITY) instanceof Term.Blank
            || pattern.terms().get(Source.ATTRIBUTE) instanceof Term.Blank
            || (!single
                && (pattern.terms().size() == 2
                    || pattern.terms().get(Source.VALUE) instanceof Term.Blank));
    return blank ? Set.of() : key;
  }

  private static boolean single(@Nullable Attribute declared) {
    return declared != null && !declared.many();
  }

  /**
   * Returns what several patterns about one entity match in the rows of {@code source}; null when
   * they can match nothing.
   */
  @Nullable Match star(List<Clause.Pattern> patterns, Source source) {
    List<Keyword> attributes = patterns.stream().map(this::named).distinct().toList();
    Table table = source.rows(attributes);
    if (table == null) {
      throw new AssertionError("no rows of " + attributes);
    }
    scope.planning().notes().table(table, patterns.getFirst().source(), attributes);
    List<Restriction> restrictions = new ArrayList<>();
    List<Match.Column> columns = new ArrayList<>();
    if (!term(patterns.getFirst(), source, Source.ENTITY, restrictions, columns)) {
      return null;
    }
    for (Clause.Pattern pattern : patterns) {
      int column = 1 + attributes.indexOf(named(pattern));
      if (!starValue(pattern, source, column, restrictions, columns)) {
        return null;
      }
    }
    String entity = entity(patterns.getFirst());
    double population = (double) table.estimate(List.of());
    return new Match(
        table,
        restrictions,
        columns,
        (double) table.estimate(restrictions),
        columns.stream().map(Match.Column::variable).anyMatch(entity::equals)
            ? Set.of(entity)
            : Set.of(),
        new Match.Distinct(table, List.of(), columns, population));
  }

  private boolean starValue(
      Clause.Pattern pattern,
      Source source,
      int column,
      List<Restriction> restrictions,
      List<Match.Column> columns) {
    if (pattern.terms().size() < 3) {
      return true;
    }
    Term term = pattern.terms().get(Source.VALUE);
    if (scope.constant(term) != null) {
      return fix(pattern, source, Source.VALUE, column, restrictions);
    }
    if (term instanceof Term.Variable(String name, Place place)) {
      columns.add(new Match.Column(name, column));
      restrict(name, column, type(pattern, source), restrictions);
    }
    return true;
  }

  /** Returns the attribute of a pattern that can be part of a star, or null. */
  @Nullable Keyword starAttribute(Clause.Pattern pattern, Source source) {
    List<Term> terms = pattern.terms();
    boolean plain =
        terms.size() >= 2
            && terms.size() <= MOST_TERMS
            && terms.stream().skip(3).allMatch(Term.Blank.class::isInstance)
            && terms.getFirst() instanceof Term.Variable;
    if (!plain
        || !(scope.constant(terms.get(Source.ATTRIBUTE)) instanceof Keyword attribute)
        || source.attribute(attribute) == null) {
      return null;
    }
    return source.rows(List.of(attribute)) == null ? null : attribute;
  }

  private Keyword named(Clause.Pattern pattern) {
    if (scope.constant(pattern.terms().get(Source.ATTRIBUTE)) instanceof Keyword attribute) {
      return attribute;
    }
    throw new AssertionError("a star needs named attributes, was " + pattern);
  }

  /** Returns the tuples of a collection that {@code pattern} matches by position. */
  Tuples listed(Clause.Pattern pattern, List<Value> tuples) {
    List<String> names =
        pattern.terms().stream()
            .filter(t -> scope.constant(t) == null && t instanceof Term.Variable)
            .map(Term::toString)
            .distinct()
            .collect(Collectors.toList());
    List<List<Value>> rows = new ArrayList<>();
    for (Value tuple : tuples) {
      List<Value> row = row(pattern, tuple, names);
      if (row != null) {
        rows.add(row);
      }
    }
    return Tuples.rows(names, rows);
  }

  private @Nullable List<Value> row(Clause.Pattern pattern, Value tuple, List<String> names) {
    if (!(tuple instanceof Value.Items(List<Value> items))
        || items.size() < pattern.terms().size()) {
      return null;
    }
    Value[] row = new Value[names.size()];
    for (int i = 0; i < pattern.terms().size(); i++) {
      Term term = pattern.terms().get(i);
      Value constant = scope.constant(term);
      if (constant != null) {
        if (!constant.equals(items.get(i))) {
          return null;
        }
      } else if (term instanceof Term.Variable(String name, Place place)) {
        int at = names.indexOf(name);
        if (items.get(i) instanceof Value.Nil
            || (row[at] != null && !row[at].equals(items.get(i)))) {
          return null;
        }
        row[at] = items.get(i);
      }
    }
    return names.isEmpty() ? List.of(Value.of(true)) : List.of(row);
  }
}
