package bourn.kernel;

import java.util.List;

/** The causes that a stamp gets of a context. */
final class Causes {

  private Causes() {}

  static List<Reference> of(CausalContext context) {
    List<Reference> frontier = context.frontier();
    int excess = frontier.size() - Stamp.MOST_CAUSES;
    return excess <= 0 ? frontier : frontier.subList(excess, frontier.size());
  }
}
