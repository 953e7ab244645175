package bourn.kernel;

import java.util.Map;

/**
 * Bounds of several streams at one moment, causally closed: what a cut event was caused by is
 * inside the cut too.
 *
 * @param commit the last commit inside the cut
 * @param bounds by stream
 */
public record Cut(long commit, Map<StreamName, Bound> bounds) {

  public Cut {
    bounds = Map.copyOf(bounds);
  }
}
