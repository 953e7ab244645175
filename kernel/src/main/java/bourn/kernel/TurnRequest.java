package bourn.kernel;

/** Has all commits from now on in storage that has held none before. */
final class TurnRequest extends Request<Boolean> {

  private final CommitLog log;
  private final CommitEntry entry;

  /** Makes a request that turns {@code log}, and begins the new part with {@code entry}. */
  TurnRequest(CommitLog log, CommitEntry entry) {
    super(Durability.DISK);
    this.log = log;
    this.entry = entry;
  }

  @Override
  Boolean decide(CommitGroup group) {
    log.turn();
    group.add(entry);
    return true;
  }

  @Override
  Boolean indeterminate(String why) {
    return false;
  }
}
