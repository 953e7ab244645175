package bourn.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Appends to several streams, and stores positions: all of it or nothing. */
final class AppendsRequest extends Request<AppendsRequest.Outcome> {

  private final List<AppendTask> tasks;
  private final List<CheckpointTask> checkpoints;

  /** Makes a request to append, and to store positions if all is appended. */
  AppendsRequest(List<AppendTask> tasks, List<CheckpointTask> checkpoints, Durability durability) {
    super(durability);
    this.tasks = tasks;
    this.checkpoints = checkpoints;
  }

  /**
   * What became of the tasks.
   *
   * @param all whether all were appended
   * @param appends of each task; when not all were appended, null for a task that did not refuse
   * @param leasings of each checkpoint
   */
  record Outcome(boolean all, List<@Nullable Append> appends, List<Leasing> leasings) {}

  @Override
  Outcome decide(CommitGroup group) {
    List<@Nullable Append> refusals = new ArrayList<>(tasks.size());
    CheckpointTask.Decision positions = CheckpointTask.decide(checkpoints, group.epochMillis());
    boolean refused = positions.refused();
    for (AppendTask task : tasks) {
      Append refusal = task.refusal(group);
      refused |= refusal != null;
      refusals.add(refusal);
    }
    if (refused) {
      positions.undo();
      return new Outcome(false, refusals, positions.outcomes());
    }
    List<@Nullable Append> appends = new ArrayList<>(tasks.size());
    tasks.forEach(task -> appends.add(task.appendTo(group)));
    positions.addTo(group);
    return new Outcome(true, appends, positions.outcomes());
  }

  @Override
  Outcome indeterminate(String why) {
    List<@Nullable Append> appends = new ArrayList<>(tasks.size());
    tasks.forEach(task -> appends.add(new Append.Indeterminate(why)));
    List<Leasing> leasings = new ArrayList<>(checkpoints.size());
    checkpoints.forEach(checkpoint -> leasings.add(new Leasing.Indeterminate(why)));
    return new Outcome(false, appends, leasings);
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
