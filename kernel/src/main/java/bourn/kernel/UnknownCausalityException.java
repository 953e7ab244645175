package bourn.kernel;

/** Thrown where it cannot be told how two events stand to each other. */
public final class UnknownCausalityException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Causality outcome;

  UnknownCausalityException(Causality outcome) {
    super("it cannot be told which of two events is before the other: " + outcome);
    this.outcome = outcome;
  }

  /** Returns why not. */
  public Causality outcome() {
    return outcome;
  }
}
