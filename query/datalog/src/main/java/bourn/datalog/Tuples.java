package bourn.datalog;

import bourn.engine.Expression;
import bourn.engine.Plan;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A plan whose columns carry variables: at least one column, and each variable once.
 *
 * @param columns the variable in each column; a name that begins with a blank is of no variable
 * @param estimate about how many rows there are
 * @param key columns that together are different in each row; empty when rows may be equal
 */
record Tuples(Plan plan, List<String> columns, double estimate, Set<String> key) {

  Tuples {
    columns = List.copyOf(columns);
    key = Set.copyOf(key);
    if (columns.size() != plan.width() || columns.isEmpty()) {
      throw new IllegalArgumentException(
          "expected a variable for each of " + plan.width() + " columns, was " + columns);
    }
  }

  /** One row without variables. */
  static final Tuples UNIT = rows(List.of(" "), List.of(List.of(Value.of(true))));

  /** Returns the given rows. */
  static Tuples rows(List<String> columns, List<List<Value>> rows) {
    List<String> named = columns.isEmpty() ? List.of(" ") : columns;
    return new Tuples(new Plan.Rows(named.size(), rows), named, rows.size(), Set.of());
  }

  /** Returns no rows. */
  static Tuples none(Collection<String> columns) {
    return rows(List.copyOf(columns), List.of());
  }

  /** Returns whether there is certainly no row. */
  boolean empty() {
    return plan instanceof Plan.Rows(int width, List<List<Value>> rows) && rows.isEmpty();
  }

  /** Returns whether this is {@link #UNIT}. */
  boolean unit() {
    return columns.equals(UNIT.columns) && plan.equals(UNIT.plan);
  }

  boolean has(String variable) {
    return columns.contains(variable);
  }

  int index(String variable) {
    return columns.indexOf(variable);
  }

  /** Returns the same rows under other names. */
  Tuples named(List<String> names) {
    List<String> renamedKey = new ArrayList<>();
    key.forEach(column -> renamedKey.add(names.get(index(column))));
    return new Tuples(plan, names, estimate, Set.copyOf(renamedKey));
  }

  Tuples filter(Expression condition, double selectivity) {
    return new Tuples(
        new Plan.Filter(plan, condition), columns, Math.max(1, estimate * selectivity), key);
  }

  /** Returns the rows with one more column. */
  Tuples extend(String variable, Expression expression) {
    List<Expression> expressions = inputs(columns.size());
    expressions.add(expression);
    return new Tuples(new Plan.Project(plan, expressions), plus(columns, variable), estimate, key);
  }

  /** Returns the rows, each once for every element of a collection, with the element's columns. */
  Tuples unnest(Expression collection, int elementWidth, List<String> names) {
    List<String> all = new ArrayList<>(columns);
    all.addAll(names);
    return new Tuples(new Plan.Unnest(plan, collection, elementWidth), all, estimate * 4, Set.of());
  }

  /** Returns the rows without the columns that are not in {@code wanted}; keeps at least one. */
  Tuples only(Set<String> wanted) {
    List<String> kept = columns.stream().filter(wanted::contains).toList();
    if (kept.size() == columns.size()) {
      return this;
    }
    return in(kept.isEmpty() ? List.of(columns.getFirst()) : kept);
  }

  /** Returns the columns in the given order, which may leave some out. */
  Tuples in(List<String> order) {
    if (order.equals(columns)) {
      return this;
    }
    List<Expression> expressions = new ArrayList<>();
    order.forEach(column -> expressions.add(new Expression.Input(index(column))));
    Set<String> keptKey = order.containsAll(key) ? key : Set.of();
    return new Tuples(new Plan.Project(plan, expressions), order, estimate, keptKey);
  }

  /** Returns each different row once. */
  Tuples distinct() {
    return key.isEmpty()
        ? new Tuples(new Plan.Distinct(plan), columns, estimate, Set.copyOf(columns))
        : this;
  }

  /**
   * Returns the pairs of rows that agree in the variables of both.
   *
   * @param wanted the variables that matter afterwards
   */
  Tuples join(Tuples right, Set<String> wanted, double estimated) {
    if (right.columns.stream().noneMatch(c -> wanted.contains(c) && !has(c))) {
      return partnered(right, Plan.JoinType.SEMI, estimated).only(wanted);
    }
    List<String> shared = shared(right);
    Plan joined = joinPlan(right, Plan.JoinType.INNER);
    List<String> all = new ArrayList<>(columns);
    List<String> kept = new ArrayList<>(columns);
    for (String column : right.columns) {
      boolean again = shared.contains(column) || kept.contains(column);
      all.add(again ? "  " + column : column);
      if (!again) {
        kept.add(column);
      }
    }
    Set<String> both = new LinkedHashSet<>(key);
    both.addAll(right.key);
    boolean keyed = !key.isEmpty() && !right.key.isEmpty();
    return new Tuples(joined, all, Math.max(1, estimated), keyed ? both : Set.of())
        .in(kept)
        .only(wanted);
  }

  /** Returns the rows that agree with no row of {@code right} in the variables of both. */
  Tuples without(Tuples right) {
    return partnered(right, Plan.JoinType.ANTI, estimate * 0.7);
  }

  private Tuples partnered(Tuples right, Plan.JoinType type, double estimated) {
    return new Tuples(joinPlan(right, type), columns, Math.max(1, estimated), key);
  }

  private Plan joinPlan(Tuples right, Plan.JoinType type) {
    List<String> shared = shared(right);
    return new Plan.Join(
        plan,
        right.plan,
        shared.stream().map(this::index).toList(),
        shared.stream().map(right::index).toList(),
        type,
        null);
  }

  /** Returns the variables that these rows and {@code right} have in common. */
  List<String> shared(Tuples right) {
    return columns.stream().filter(c -> !c.startsWith(" ") && right.has(c)).toList();
  }

  /** Returns the rows of all, which have the same variables, in the order of {@code columns}. */
  static Tuples union(List<String> columns, List<Tuples> parts) {
    List<Tuples> some = parts.stream().filter(part -> !part.empty()).toList();
    if (some.isEmpty()) {
      return none(columns);
    }
    List<Tuples> ordered = some.stream().map(part -> part.in(columns)).toList();
    if (ordered.size() == 1) {
      return ordered.getFirst();
    }
    return new Tuples(
        new Plan.Union(ordered.stream().map(Tuples::plan).toList()),
        columns,
        ordered.stream().mapToDouble(Tuples::estimate).sum(),
        Set.of());
  }

  private static List<Expression> inputs(int count) {
    List<Expression> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      inputs.add(new Expression.Input(i));
    }
    return inputs;
  }

  private static List<String> plus(List<String> columns, String column) {
    List<String> more = new ArrayList<>(columns);
    more.add(column);
    return more;
  }
}
