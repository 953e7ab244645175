package bourn.exchange;

/**
 * Thrown when an import stops before the end of its file; says where, why, and what to do. Nothing
 * of the transaction that was being made is written, all before it is.
 */
public final class ImportException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final long line;

  ImportException(String message, long line, Throwable cause) {
    super(message, cause);
    this.line = line;
  }

  ImportException(String message, long line) {
    super(message);
    this.line = line;
  }

  /** Returns the line of the file at which it stopped, from 1; 0 when that is not known. */
  public long line() {
    return line;
  }
}
