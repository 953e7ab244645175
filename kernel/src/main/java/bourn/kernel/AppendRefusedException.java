package bourn.kernel;

/** Thrown for callers who do not expect an append to be refused, see {@link Append#orThrow}. */
public final class AppendRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Append outcome;

  AppendRefusedException(Append outcome) {
    super(
        outcome instanceof Append.Indeterminate
            ? "it is not known whether anything was appended: " + outcome
            : "nothing was appended: " + outcome);
    this.outcome = outcome;
  }

  /** Returns what the append came to. */
  public Append outcome() {
    return outcome;
  }
}
