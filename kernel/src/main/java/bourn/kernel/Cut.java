package bourn.kernel;

import java.util.Map;

/**
 * Bounds of several streams at one moment, causally closed: every event of these streams that an
 * event inside was caused by is inside too, unless it is gone. {@link CausalOrder#causes} lists
 * which are gone, and which lie in other streams.
 *
 * <p>All bounds are those after one commit, and the causes of an event come in commits before it;
 * so nothing inside can have a cause beyond them.
 *
 * @param commit the last commit inside the cut
 * @param bounds by stream
 * @param incarnations by stream: which one of that name was cut
 */
public record Cut(long commit, Map<StreamName, Bound> bounds, Map<StreamName, Long> incarnations) {

  public Cut {
    bounds = Map.copyOf(bounds);
    incarnations = Map.copyOf(incarnations);
  }
}
