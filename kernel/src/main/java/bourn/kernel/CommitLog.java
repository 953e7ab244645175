package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * The one sequence of commits that a kernel's state is a fold of. A log appends and syncs; it knows
 * nothing of what a commit means. Commit numbers grow, but need not be dense, and none is known
 * before its commit is appended.
 *
 * <p>A log that can keep its commits says where they lie, and a fold may then refer to their bytes
 * instead of copying them. It keeps them, or lets go of them, in parts.
 *
 * <p>{@link #append} is called by one thread at a time; everything else by any thread.
 */
public interface CommitLog extends AutoCloseable {

  /** The address of what cannot be read again. */
  long NOWHERE = -1;

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
   * Returns where a commit begins, or {@link #NOWHERE}: to the appending thread, the commit that it
   * appended last; to a visitor, the one that it visits. Its bytes have consecutive addresses.
   */
  default long address() {
    return NOWHERE;
  }

  /** Returns the part of the log in which {@code address} lies; a commit lies in one part. */
  static long part(long address) {
    return address >>> 32;
  }

  /** Returns the first address of a part. */
  static long start(long part) {
    return part << 32;
  }

  /**
   * Returns {@code lengthBytes} bytes of a part from {@code address} on: of a commit, or of several
   * and what the log has between them. They are shared, to be read only, and there for as long as
   * somebody holds them, even when the log is closed.
   *
   * @throws DamageException if they are no longer there
   */
  default MemorySegment read(long address, long lengthBytes) {
    throw new UnsupportedOperationException("this log reads nothing again");
  }

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

  /**
   * Lets go of all commits up to and including {@code until}, and of every part kept before, but
   * for the parts that {@code kept} tells: the fold refers to bytes in them.
   */
  default void release(long until, LongPredicate kept) {
    release(until);
  }

  /**
   * Begins a part for the commits that follow, in storage that has held none before. Storage of the
   * parts before is not used again once they are let go of, but deleted. Called by the appending
   * thread; blocks for the disk.
   *
   * @throws StorageException if the disk failed: the log accepts no further commit
   */
  default void turn() {}

  /**
   * Returns the parts that are kept although all their commits are let go of, and how many bytes of
   * storage each takes.
   */
  default Map<Long, Long> kept() {
    return Map.of();
  }

  /**
   * Visits the commits of a part that is kept, in order, as far as they are whole.
   *
   * @throws DamageException if the part is no longer there
   */
  default void visit(long part, PartVisitor visitor) {
    throw new DamageException("a part of the commit log is gone: " + part);
  }

  @Override
  void close();

  /** Receives the commits of a part in order. */
  @FunctionalInterface
  interface PartVisitor {
    /**
     * Visits the commit that begins at {@code address} and returns whether to go on; {@code commit}
     * is borrowed during the call.
     */
    boolean visit(long address, ByteBuffer commit);
  }

  /** Receives commits in order. */
  @FunctionalInterface
  interface Visitor {
    /** Visits one commit; {@code commit} is borrowed during the call. */
    void visit(long number, ByteBuffer commit);
  }
}
