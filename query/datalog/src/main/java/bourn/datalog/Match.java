package bourn.datalog;

import bourn.columns.Restriction;
import bourn.columns.Table;
import bourn.engine.Expression;
import bourn.engine.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of a table that one pattern, or several about one entity, match.
 *
 * @param columns which variable stands in which column; one that stands in several must have equal
 *     values there
 * @param key the variables that are together different in each row, or empty
 * @param distinct how many different values the variables have without restrictions on values
 */
record Match(
    Table table,
    List<Restriction> restrictions,
    List<Column> columns,
    double estimate,
    Set<String> key,
    Distinct distinct) {

  /** A variable in a column of the table. */
  record Column(String variable, int index) {}

  /** How many different values variables have; looked up when it is asked for. */
  static final class Distinct {
    private final Table table;
    private final List<Restriction> attributes;
    private final List<Column> columns;
    private final double population;
    private final Map<String, Double> known = new HashMap<>();

    /**
     * Makes one for the rows of a table.
     *
     * @param attributes the restrictions that name attributes
     * @param population how many rows satisfy those
     */
    Distinct(Table table, List<Restriction> attributes, List<Column> columns, double population) {
      this.table = table;
      this.attributes = List.copyOf(attributes);
      this.columns = List.copyOf(columns);
      this.population = population;
    }

    double of(String variable) {
      return known.computeIfAbsent(variable, this::sampled);
    }

    private double sampled(String variable) {
      double most = 0;
      boolean entity = false;
      for (Column column : columns) {
        if (column.variable().equals(variable)) {
          most = Math.max(most, table.distinct(column.index(), attributes));
          entity |= column.index() == 0;
        }
      }
      return most > 0 ? most : entity ? population : Math.pow(population, 0.7);
    }
  }

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

  /**
   * Estimates the rows after {@code current} is joined with these: for each row as many as agree,
   * on average, with one value of the variable in common that has the most different ones.
   */
  double joined(Tuples current) {
    Set<String> shared = variables();
    shared.retainAll(current.columns());
    double different = 1;
    for (String variable : shared) {
      different = Math.max(different, distinct.of(variable));
    }
    double rows = current.estimate() * estimate / different;
    return shared.size() > 1 ? 0.1 * rows : rows;
  }
}
