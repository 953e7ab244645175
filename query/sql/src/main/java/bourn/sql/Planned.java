package bourn.sql;

import bourn.engine.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement ready to run.
 *
 * @param kind what is to be done with the rows
 * @param estimate about how many rows there are
 * @param columns of the rows
 * @param target where the rows go, of an INSERT
 * @param lasting whether the same statement has this plan at any time, asked of the same tables
 */
record Planned(
    Kind kind,
    Plan plan,
    double estimate,
    List<SqlColumn> columns,
    @Nullable SqlTable target,
    boolean lasting) {

  /** What is to be done with rows. */
  enum Kind {
    /** They are the answer. */
    QUERY,
    /** The plan is the answer; there are no rows. */
    EXPLAIN,
    /** The plan is the answer, with what its operators did. */
    ANALYZE,
    /** They are appended to a table. */
    INSERT
  }
}
