package bourn.datalog;

import org.jspecify.annotations.Nullable;

/**
 * A clause at its place in a plan.
 *
 * @param depth how many clauses it is nested in
 * @param clause the clause as it would be written
 * @param rows about how many rows there are after it
 * @param found how many there were, over all its calls, or null where nothing ran
 */
public record PlannedClause(int depth, String clause, double rows, @Nullable Long found) {}
