package bourn.kernel;

import java.time.Instant;

/**
 * The outcome of what is done with a lease. Nothing has changed unless it is {@link Granted} or
 * {@link Forgotten}.
 */
public sealed interface Leasing {

  /** It is done, and this is how the lease stands now. */
  record Granted(Lease lease) implements Leasing {}

  /** The consumer is forgotten, and this is how its lease stood last. */
  record Forgotten(Lease lease) implements Leasing {}

  /** There is no lease of {@code consumer}. */
  record Absent(String consumer) implements Leasing {}

  /** Somebody else holds the lease {@code until} then, unless it is renewed. */
  record Taken(long generation, Instant until) implements Leasing {}

  /** The lease was acquired anew since: its generation is {@code generation}, 0 when none is. */
  record Fenced(long generation) implements Leasing {}

  /** The lease expired, or was released, at {@code until}: acquire it again. */
  record Expired(Instant until) implements Leasing {}

  /** Another position than the one that the lease says was stored since: {@code position}. */
  record Moved(long position) implements Leasing {}

  /** The position would move back from {@code position}, and was not asked to. */
  record Backward(long position) implements Leasing {}

  /**
   * There is nothing yet, or nothing any more, to have been read up to that position: the stream
   * ends at {@code limit}, or lost what lay beyond it when an unclean stop began a new epoch.
   */
  record Beyond(long limit) implements Leasing {}

  /** The stream was deleted. */
  record Deleted(StreamName stream) implements Leasing {}

  /** The disk failed under the commit: it may or may not be done. */
  record Indeterminate(String why) implements Leasing {}

  /**
   * Returns the lease if this was granted, or what it was if it was forgotten.
   *
   * @throws LeaseRefusedException with this outcome if nothing has changed
   */
  default Lease orThrow() {
    if (this instanceof Granted(Lease lease)) {
      return lease;
    }
    if (this instanceof Forgotten(Lease lease)) {
      return lease;
    }
    throw new LeaseRefusedException(this);
  }
}
