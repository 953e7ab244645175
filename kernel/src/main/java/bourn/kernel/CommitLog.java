package bourn.kernel;

import java.nio.ByteBuffer;

/**
 * The one sequence of commits that a kernel's state is a fold of. A log appends and syncs; it knows
 * nothing of what a commit means. Commit numbers grow, but need not be dense, and none is known
 * before its commit is appended.
 *
 * <p>{@link #append} is called by one thread at a time; everything else by any thread.
 */
public interface CommitLog extends AutoCloseable {

  /**
   * Appends one commit. When this returns, the commit survives the death of the process.
   *
   * @param commit the bytes, from position to limit of each buffer in turn; copied
   * @return the commit's number, greater than that of every commit before it
   * @throws StorageException if the disk failed: the commit may or may not be there, and the log
   *     accepts no further one
   */
  long append(ByteBuffer... commit);

  /**
   * Makes every commit appended so far survive the loss of power. Blocks for the disk.
   *
   * @return the number of the last commit covered
   */
  long sync();

  /** Returns the number of the last commit known to survive the loss of power. */
  long synced();

  /** Returns the number of the last commit appended; 0 when there is none. */
  long last();

  /**
   * Visits all commits after {@code after}, in order.
   *
   * @throws StorageException if one of them is damaged or no longer there
   */
  void replay(long after, Visitor visitor);

  /**
   * Lets go of all commits up to and including {@code until}: their fold is durable elsewhere. When
   * that is beyond {@link #last}, as after a loss of power that the fold survived and the end of
   * the log did not, later commits get greater numbers; then it is called by the appending thread.
   */
  void release(long until);

  @Override
  void close();

  /** Receives commits in order. */
  @FunctionalInterface
  interface Visitor {
    /** Visits one commit; {@code commit} is borrowed during the call. */
    void visit(long number, ByteBuffer commit);
  }
}
