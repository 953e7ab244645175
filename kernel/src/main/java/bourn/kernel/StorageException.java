package bourn.kernel;

import org.jspecify.annotations.Nullable;

/** Thrown when the disk failed or what it holds is damaged; names the stream, offset and file. */
public class StorageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes an exception that says what failed, and where. */
  public StorageException(String message) {
    super(message);
  }

  /** Makes an exception that says what failed, and where. */
  public StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
