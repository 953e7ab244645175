package bourn.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Appends to one or more streams: all of them or none. */
final class AppendsRequest extends Request<AppendsRequest.Outcome> {

  private final List<AppendTask> tasks;
  private final List<CheckpointTask> checkpoints;

  AppendsRequest(List<AppendTask> tasks, Durability durability) {
    this(tasks, List.of(), durability);
  }

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
  record Outcome(boolean all, List<@Nullable Append> appends, List<Leasing> leasings) {

    /** Returns the outcome of the only task. */
    Append only() {
      Append append = appends.getFirst();
      assert append != null;
      return append;
    }
  }

  @Override
  Outcome decide(CommitGroup group) {
    List<@Nullable Append> refusals = new ArrayList<>(tasks.size());
    CheckpointTask.Decision positions = CheckpointTask.decide(checkpoints, group.epochMillis());
    boolean refused = positions.refused();
    for (AppendTask task : tasks) {
      Append refusal = task.stream().refusal(task, group.epochMillis());
      refused |= refusal != null;
      refusals.add(refusal);
    }
    if (refused) {
      positions.undo();
      return new Outcome(false, refusals, positions.outcomes());
    }
    List<@Nullable Append> appends = new ArrayList<>(tasks.size());
    tasks.forEach(task -> appends.add(append(task, group)));
    positions.addTo(group);
    return new Outcome(true, appends, positions.outcomes());
  }

  private static Append append(AppendTask task, CommitGroup group) {
    LogStream stream = task.stream();
    long seen = task.context() instanceof Frontier frontier ? frontier.hlc() : 0;
    Stamp stamp = group.stamp(task.causes(), seen);
    long first = stream.nextTail();
    for (Chunk.Batch batch : task.batches()) {
      group.add(new CommitEntry.Appended(stream.take(batch, stamp)));
      group.borrow(batch);
    }
    if (task.producer() != null) {
      group.add(stream.takeNumber(task.producer(), first, stream.nextTail() - 1));
    }
    if (task.seal()) {
      stream.takeSeal();
      group.add(new CommitEntry.Sealed(stream.incarnation()));
    }
    return new Append.Appended(first, stream.nextTail() - 1, stamp);
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
      observe(tasks.get(i), outcome.appends().get(i));
    }
    super.settle(outcome);
  }

  private static void observe(AppendTask task, @Nullable Append append) {
    if (append instanceof Append.Appended(long first, long last, Stamp stamp) && first <= last) {
      task.context().observe(task.stream().incarnation(), last);
      task.context().observe(stamp);
    } else if (append instanceof Append.Duplicate(long first, long last) && first >= 0) {
      task.context().observe(task.stream().incarnation(), last);
    }
  }
}
