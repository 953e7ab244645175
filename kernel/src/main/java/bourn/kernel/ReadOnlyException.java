package bourn.kernel;

/** Thrown when something is to be changed through a kernel that was opened to read only. */
public final class ReadOnlyException extends StorageException {

  private static final long serialVersionUID = 1L;

  ReadOnlyException() {
    super("the store was opened to read only: nothing can be appended or changed");
  }
}
