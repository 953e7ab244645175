package bourn.kernel;

/** One entry of the kernel's own. */
final class EntryRequest extends Request<Boolean> {

  private final CommitEntry entry;

  EntryRequest(CommitEntry entry) {
    super(Durability.DISK);
    this.entry = entry;
  }

  @Override
  Boolean decide(CommitGroup group) {
    group.add(entry);
    return true;
  }

  @Override
  Boolean indeterminate(String why) {
    return false;
  }
}
