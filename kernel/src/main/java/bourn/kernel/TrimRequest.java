package bourn.kernel;

/** Drops the events of a stream before an offset; the outcome is whether anybody knows. */
final class TrimRequest extends Request<Boolean> {

  private final LogStream stream;
  private final long before;

  TrimRequest(LogStream stream, long before) {
    super(Durability.LOG);
    this.stream = stream;
    this.before = before;
  }

  @Override
  Boolean decide(CommitGroup group) {
    CommitEntry trimmed = stream.takeTrim(before);
    if (trimmed != null) {
      group.add(trimmed);
    }
    return true;
  }

  @Override
  Boolean indeterminate(String why) {
    return false;
  }
}
