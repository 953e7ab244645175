package bourn.kernel;

import java.util.Map;

/**
 * The outcome of a commit: either every append was appended or none was.
 *
 * @param all whether the commit happened
 * @param outcomes by stream; when it did not happen, of those streams that refused
 */
public record Committed(boolean all, Map<StreamName, Append> outcomes) {

  public Committed {
    outcomes = Map.copyOf(outcomes);
  }
}
