package bourn.kernel;

/** Appends to one stream. */
final class OneAppend extends Request<Append> {

  private final AppendTask task;

  OneAppend(AppendTask task, Durability durability) {
    super(durability);
    this.task = task;
  }

  @Override
  Append decide(CommitGroup group) {
    Append refusal = task.refusal(group);
    return refusal == null ? task.appendTo(group) : refusal;
  }

  @Override
  Append indeterminate(String why) {
    return new Append.Indeterminate(why);
  }

  /** A batch that was appended before is acknowledged again, no less durably. */
  @Override
  boolean acknowledges(Append outcome) {
    return outcome instanceof Append.Duplicate;
  }

  @Override
  void settle(Append outcome) {
    task.observe(outcome);
    super.settle(outcome);
  }
}
