package bourn.kernel;

import java.util.ArrayList;
import java.util.List;

/** A position to be stored in one stream, as part of a commit. */
record CheckpointTask(LogStream stream, Checkpoint checkpoint) {

  /** What is to become of the checkpoints of one commit, decided but not in the commit yet. */
  record Decision(List<CheckpointTask> tasks, List<Leasing> outcomes, List<Lease> before) {

    private static final Decision NONE = new Decision(List.of(), List.of(), List.of());

    boolean refused() {
      return before.size() < outcomes.size();
    }

    /** Has every later decision be made as if there had been no checkpoint. */
    void undo() {
      for (int i = 0; i < before.size(); i++) {
        tasks.get(i).stream().leases().take(before.get(i));
      }
    }

    void addTo(CommitGroup group) {
      outcomes.forEach(outcome -> group.add(new CommitEntry.Leased(outcome.orThrow())));
    }
  }

  /**
   * Decides {@code tasks}. Unless one of them is refused, what is decided after this sees the
   * positions stored.
   */
  static Decision decide(List<CheckpointTask> tasks, long epochMillis) {
    if (tasks.isEmpty()) {
      return Decision.NONE;
    }
    List<Leasing> outcomes = new ArrayList<>(tasks.size());
    boolean granted = true;
    for (CheckpointTask task : tasks) {
      Leasing outcome = task.stream().leases().decide(task.checkpoint(), epochMillis);
      granted &= outcome instanceof Leasing.Granted;
      outcomes.add(outcome);
    }
    List<Lease> before = new ArrayList<>(tasks.size());
    for (int i = 0; granted && i < tasks.size(); i++) {
      Lease replaced = tasks.get(i).stream().leases().take(outcomes.get(i).orThrow());
      assert replaced != null : outcomes.get(i);
      before.add(replaced);
    }
    return new Decision(tasks, outcomes, before);
  }
}
