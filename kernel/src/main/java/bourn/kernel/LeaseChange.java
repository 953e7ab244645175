package bourn.kernel;

import java.util.function.LongFunction;

/** Changes one lease, unless that is refused. */
final class LeaseChange extends Request<Leasing> {

  private final StreamLeases leases;
  private final LongFunction<Leasing> decision;

  /**
   * Makes the request.
   *
   * @param decision what is to become of the lease, given the milliseconds since 1970; called by
   *     the committer
   */
  LeaseChange(StreamLeases leases, Durability durability, LongFunction<Leasing> decision) {
    super(durability);
    this.leases = leases;
    this.decision = decision;
  }

  @Override
  Leasing decide(CommitGroup group) {
    Leasing outcome = decision.apply(group.epochMillis());
    if (outcome instanceof Leasing.Granted(Lease lease)) {
      leases.take(lease);
      group.add(new CommitEntry.Leased(lease));
    } else if (outcome instanceof Leasing.Forgotten(Lease lease)) {
      group.add(leases.takeForgotten(lease));
    }
    return outcome;
  }

  @Override
  Leasing indeterminate(String why) {
    return new Leasing.Indeterminate(why);
  }
}
