package bourn.datalog;

import bourn.engine.Plan;
import java.util.List;

/**
 * How a query is answered.
 *
 * @param clauses in the order in which they are joined, with estimates
 * @param plan what the engine runs
 * @param warnings what is odd about the query though it can be answered
 */
public record Explanation(List<PlannedClause> clauses, Plan plan, List<String> warnings) {

  public Explanation {
    clauses = List.copyOf(clauses);
    warnings = List.copyOf(warnings);
  }

  /** Returns the clauses as lines, nested ones indented, each with its estimate. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (PlannedClause clause : clauses) {
      out.append("  ".repeat(clause.depth()))
          .append(clause.clause())
          .append("  ~")
          .append(Math.round(clause.rows()))
          .append(" rows\n");
    }
    return out.toString();
  }
}
