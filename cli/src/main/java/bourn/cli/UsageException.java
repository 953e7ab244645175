package bourn.cli;

/** Thrown when what the user asked for cannot be done as it was asked; says what to do instead. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
