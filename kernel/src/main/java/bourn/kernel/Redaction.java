package bourn.kernel;

/** Says what events become that nobody may know any more as they were. */
@FunctionalInterface
public interface Redaction {

  /**
   * Returns what takes the place of {@code event}, which lies at {@code offset}: {@code event} if
   * it stays. Called again with what it returned, it returns that.
   */
  Value redact(long offset, Value event);
}
