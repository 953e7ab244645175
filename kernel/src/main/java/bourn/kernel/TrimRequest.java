package bourn.kernel;

/**
 * Drops the events of a stream before an offset, of these those that no lease keeps or all; the
 * outcome is whether anybody knows.
 */
final class TrimRequest extends Request<Boolean> {

  private final LogStream stream;
  private final long before;
  private final boolean keepsLeased;

  TrimRequest(LogStream stream, long before, boolean keepsLeased) {
    super(Durability.LOG);
    this.stream = stream;
    this.before = before;
    this.keepsLeased = keepsLeased;
  }

  @Override
  Boolean decide(CommitGroup group) {
    long held = keepsLeased ? stream.leases().held(group.epochMillis()) : before;
    CommitEntry trimmed = stream.takeTrim(Math.min(before, held));
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
