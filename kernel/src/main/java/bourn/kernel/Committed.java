package bourn.kernel;

import java.util.Map;

/**
 * The outcome of a commit: either every append was appended and every position stored, or none was.
 *
 * @param all whether the commit happened
 * @param outcomes by stream; when it did not happen, of those streams that refused or moved
 * @param leasings by checkpoint; when it did not happen, of those that were refused
 */
public record Committed(
    boolean all, Map<StreamName, Append> outcomes, Map<Checkpoint, Leasing> leasings) {

  public Committed {
    outcomes = Map.copyOf(outcomes);
    leasings = Map.copyOf(leasings);
  }
}
