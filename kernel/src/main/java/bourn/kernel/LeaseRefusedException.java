package bourn.kernel;

/** Thrown for callers who do not expect to be refused a lease, see {@link Leasing#orThrow}. */
public final class LeaseRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Leasing outcome;

  LeaseRefusedException(Leasing outcome) {
    super("the lease is not granted: " + outcome);
    this.outcome = outcome;
  }

  /** Returns why not. */
  public Leasing outcome() {
    return outcome;
  }
}
