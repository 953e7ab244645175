package bourn.datalog;

import bourn.engine.Explain;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * How a query is answered.
 *
 * @param clauses in the order in which they are joined, with estimates; those of a nested block
 *     before the clause that it is in
 * @param plan what the engine runs, as {@link Explain#tree} gives it
 * @param kept whether the plan is there already, from when the query was asked before, and is not
 *     made again
 * @param warnings what is odd about the query though it can be answered
 */
public record Explanation(
    List<PlannedClause> clauses, Value plan, boolean kept, List<String> warnings) {

  public Explanation {
    clauses = List.copyOf(clauses);
    warnings = List.copyOf(warnings);
  }

  /** Returns this as {@code {:clauses [..] :plan {..} :kept false :warnings [..]}}. */
  public Value toValue() {
    List<Value> lines = new ArrayList<>();
    for (PlannedClause clause : clauses) {
      List<Object> entries = new ArrayList<>(List.of("depth", clause.depth()));
      entries.addAll(List.of("clause", clause.clause()));
      entries.addAll(List.of("estimate", Math.round(clause.rows())));
      if (clause.found() != null) {
        entries.addAll(List.of("rows", clause.found()));
      }
      lines.add(Value.map(entries.toArray()));
    }
    return Value.map("clauses", lines, "plan", plan, "kept", kept, "warnings", warnings);
  }

  /** Returns the clauses as lines, nested ones indented, and the plan as a tree. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (PlannedClause clause : clauses) {
      out.append("  ".repeat(clause.depth()))
          .append(clause.clause())
          .append("  ~")
          .append(Math.round(clause.rows()))
          .append(" rows")
          .append(clause.found() == null ? "\n" : ", " + clause.found() + " found\n");
    }
    warnings.forEach(warning -> out.append("warning: ").append(warning).append('\n'));
    if (kept) {
      out.append("the plan is kept from before\n");
    }
    return out.append('\n').append(Explain.text(plan)).toString();
  }
}
