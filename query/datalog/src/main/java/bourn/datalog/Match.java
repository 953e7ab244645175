package bourn.datalog;

import bourn.columns.Restriction;
import bourn.columns.Table;
import bourn.engine.Expression;
import bourn.engine.Plan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The rows of a table that one pattern, or several about one entity, match.
 *
 * @param columns which variable stands in which column; one that stands in several must have equal
 *     values there
 * @param entity the variable of the entity, or a blank
 * @param population about how many rows there would be without restrictions on values
 * @param key the variables that are together different in each row, or empty
 */
record Match(
    Table table,
    List<Restriction> restrictions,
    List<Column> columns,
    String entity,
    double estimate,
    double population,
    Set<String> key) {

  /** A variable in a column of the table. */
  record Column(String variable, int index) {}

  /** Returns the variables. */
  Set<String> variables() {
    Set<String> variables = new LinkedHashSet<>();
    columns.forEach(column -> variables.add(column.variable()));
    return variables;
  }

  /** Returns the rows, with at least the columns of the variables that are {@code wanted}. */
  Tuples tuples(Set<String> wanted) {
    List<Column> scanned = new ArrayList<>();
    for (Column column : columns) {
      if (wanted.contains(column.variable()) || repeated(column.variable())) {
        scanned.add(column);
      }
    }
    if (scanned.isEmpty()) {
      scanned.add(columns.isEmpty() ? new Column(" ", 0) : columns.getFirst());
    }
    return equated(scanned).only(wanted);
  }

  private boolean repeated(String variable) {
    return columns.stream().filter(column -> column.variable().equals(variable)).count() > 1;
  }

  private Tuples equated(List<Column> scanned) {
    List<String> names = new ArrayList<>();
    Plan plan = new Plan.Scan(table, scanned.stream().map(Column::index).toList(), restrictions);
    for (Column column : scanned) {
      int first = names.indexOf(column.variable());
      if (first >= 0) {
        plan =
            new Plan.Filter(
                plan,
                Plumbing.SAME.of(new Expression.Input(first), new Expression.Input(names.size())));
      }
      names.add(first >= 0 ? "  " + names.size() : column.variable());
    }
    Set<String> kept = names.containsAll(key) ? key : Set.of();
    return new Tuples(plan, names, Math.max(1, estimate), kept);
  }

  /** Estimates the rows after {@code current} is joined with these. */
  double joined(Tuples current) {
    Set<String> shared = variables();
    shared.retainAll(current.columns());
    if (shared.isEmpty()) {
      return current.estimate() * estimate;
    }
    if (shared.contains(entity)) {
      double selectivity = Math.min(1, estimate / Math.max(1, population));
      return current.estimate() * selectivity * (shared.size() > 1 ? 0.1 : 1);
    }
    return current.estimate() * estimate / Math.max(1, Math.pow(estimate, 0.7));
  }
}
