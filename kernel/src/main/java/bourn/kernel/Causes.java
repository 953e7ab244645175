package bourn.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * The causes that a stamp gets of a context. A frontier that is too wide for a stamp is written
 * down as an event, and the stamp's last cause is a reference to it.
 */
final class Causes {

  /** The stream of wide frontiers: each event is the list of the causes that had no room. */
  static final StreamDescriptor FRONTIERS = StreamDescriptor.generic("bourn/frontiers");

  private final LogKernel kernel;

  Causes(LogKernel kernel) {
    this.kernel = kernel;
  }

  List<Reference> of(CausalContext context) {
    List<Reference> frontier = context.frontier();
    if (frontier.size() <= Stamp.MOST_CAUSES) {
      return frontier;
    }
    int room = Stamp.MOST_CAUSES - 1;
    List<Reference> causes = new ArrayList<>(frontier.subList(0, room));
    causes.add(written(frontier.subList(room, frontier.size())));
    return causes;
  }

  private Reference written(List<Reference> rest) {
    EventStream frontiers = kernel.open(FRONTIERS);
    Append.Appended appended =
        frontiers.append(AppendRequest.of(new Value.Items(List.copyOf(rest)))).orThrow();
    return new Reference(frontiers.extent().incarnation(), appended.first());
  }
}
