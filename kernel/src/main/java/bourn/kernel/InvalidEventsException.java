package bourn.kernel;

import java.util.List;

/** Thrown when values do not fit the format of a stream. */
public final class InvalidEventsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Violation> violations;

  /** Makes the exception of at least one violation. */
  public InvalidEventsException(List<Violation> violations) {
    super(violations.getFirst() + (violations.size() > 1 ? " and more" : ""));
    this.violations = List.copyOf(violations);
  }

  /** Returns what does not fit, in row order. */
  public List<Violation> violations() {
    return violations;
  }
}
