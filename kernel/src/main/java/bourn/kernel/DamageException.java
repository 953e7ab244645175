package bourn.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when bytes were read that are not those that were written: they fail their checksum, or a
 * file of them is gone. Unlike a failing disk, this does not pass; what is whole can be salvaged.
 */
public final class DamageException extends StorageException {

  private static final long serialVersionUID = 1L;

  /** Makes an exception that says what is damaged, and where. */
  public DamageException(String message) {
    super(message);
  }

  /** Makes an exception that says what is damaged, and where. */
  public DamageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
