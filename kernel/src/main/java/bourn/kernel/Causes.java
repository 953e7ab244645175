package bourn.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /** Returns whether {@code stream} is that of wide frontiers. */
  static boolean isFrontiers(EventStream stream) {
    return stream.descriptor().equals(FRONTIERS);
  }

  /** Returns the causes that are written down as {@code event}, unless they are gone. */
  Optional<List<Reference>> rest(Reference event) {
    EventStream frontiers = kernel.openAny(FRONTIERS);
    try (Reader reader =
        frontiers.read(
            new Cursor(event.incarnation(), frontiers.extent().epoch(), event.offset()),
            CausalContext.NONE)) {
      return reader.next() == Step.EVENT && reader.value() instanceof Value.Items(List<Value> rest)
          ? Optional.of(rest.stream().map(Reference.class::cast).toList())
          : Optional.empty();
    }
  }

  private Reference written(List<Reference> rest) {
    EventStream frontiers = kernel.openAny(FRONTIERS);
    Append.Appended appended =
        frontiers.append(AppendRequest.of(new Value.Items(List.copyOf(rest)))).orThrow();
    return new Reference(frontiers.extent().incarnation(), appended.first());
  }
}
