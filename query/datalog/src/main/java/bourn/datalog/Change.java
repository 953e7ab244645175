package bourn.datalog;

import bourn.index.Database;
import bourn.kernel.Value;
import java.util.List;
import java.util.Set;

/**
 * What one transaction changed of the result of a {@link LiveQuery}.
 *
 * @param t the transaction
 * @param after the database with it
 * @param added the rows that the result has since, and had not before
 * @param removed the rows that the result had before, and has no more
 * @param reevaluated whether the whole query was asked again to find out
 */
public record Change(
    long t, Database after, Set<List<Value>> added, Set<List<Value>> removed, boolean reevaluated) {

  public Change {
    added = Set.copyOf(added);
    removed = Set.copyOf(removed);
  }

  /** Returns whether the result stayed as it was. */
  public boolean none() {
    return added.isEmpty() && removed.isEmpty();
  }
}
