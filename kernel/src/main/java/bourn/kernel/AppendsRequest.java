package bourn.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Appends to several streams, and stores positions: all of it or nothing. */
final class AppendsRequest extends Request<AppendsRequest.Outcome> {

  private final List<AppendTask> tasks;
  private final List<CheckpointTask> checkpoints;
  private final List<Tail> tails;

  /** Makes a request to append, and to store positions, if all tails are as expected. */
  AppendsRequest(
      List<AppendTask> tasks,
      List<CheckpointTask> checkpoints,
      List<Tail> tails,
      Durability durability) {
    super(durability);
    this.tasks = tasks;
    this.checkpoints = checkpoints;
    this.tails = tails;
  }

  /** Where a stream is expected to end. */
  record Tail(LogStream stream, long tail) {

    @Nullable Append refusal() {
      return stream.tailRefusal(tail);
    }
  }

  /**
   * What became of the tasks.
   *
   * @param all whether all were appended
   * @param appends of each task; when not all were appended, null for a task that did not refuse
   * @param leasings of each checkpoint
   * @param moved why tails are not as expected, by stream
   */
  record Outcome(
      boolean all,
      List<@Nullable Append> appends,
      List<Leasing> leasings,
      Map<StreamName, Append> moved) {}

  @Override
  Outcome decide(CommitGroup group) {
    List<@Nullable Append> refusals = new ArrayList<>(tasks.size());
    CheckpointTask.Decision positions = CheckpointTask.decide(checkpoints, group.epochMillis());
    Map<StreamName, Append> moved = moved();
    boolean refused = positions.refused() || !moved.isEmpty();
    for (AppendTask task : tasks) {
      Append refusal = task.refusal(group);
      refused |= refusal != null;
      refusals.add(refusal);
    }
    if (refused) {
      positions.undo();
      return new Outcome(false, refusals, positions.outcomes(), moved);
    }
    List<@Nullable Append> appends = new ArrayList<>(tasks.size());
    tasks.forEach(task -> appends.add(task.appendTo(group)));
    positions.addTo(group);
    return new Outcome(true, appends, positions.outcomes(), moved);
  }

  private Map<StreamName, Append> moved() {
    Map<StreamName, Append> moved = Map.of();
    for (Tail tail : tails) {
      Append refusal = tail.refusal();
      if (refusal != null) {
        moved = moved.isEmpty() ? new LinkedHashMap<>() : moved;
        moved.put(tail.stream().descriptor().name(), refusal);
      }
    }
    return moved;
  }

  @Override
  Outcome indeterminate(String why) {
    List<@Nullable Append> appends = new ArrayList<>(tasks.size());
    tasks.forEach(task -> appends.add(new Append.Indeterminate(why)));
    List<Leasing> leasings = new ArrayList<>(checkpoints.size());
    checkpoints.forEach(checkpoint -> leasings.add(new Leasing.Indeterminate(why)));
    return new Outcome(false, appends, leasings, Map.of());
  }

  /** A batch that was appended before is acknowledged again, no less durably. */
  @Override
  boolean acknowledges(Outcome outcome) {
    return outcome.appends().stream().anyMatch(Append.Duplicate.class::isInstance);
  }

  @Override
  void settle(Outcome outcome) {
    for (int i = 0; i < tasks.size(); i++) {
      tasks.get(i).observe(outcome.appends().get(i));
    }
    super.settle(outcome);
  }
}
