package bourn.datalog;

/**
 * A clause at its place in a plan.
 *
 * @param depth how many clauses it is nested in
 * @param clause the clause as it would be written
 * @param rows about how many rows there are after it
 */
public record PlannedClause(int depth, String clause, double rows) {}
