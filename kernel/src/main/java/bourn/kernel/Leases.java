package bourn.kernel;

import java.util.List;
import java.util.Optional;

/**
 * The leases on one stream: of each consumer, how far it has come and who may say so. They are
 * commits like appends: what is granted is in the commit log, in one order with the events, and
 * survives what they survive. A stored position never lies beyond what is there.
 *
 * <p>Safe for use by several threads. Changes return when they are in the log, acquisitions when
 * they are durable; they block for nothing else, but for a state too far behind the log. All throw
 * {@link StorageException} if the disk failed before and {@link IllegalStateException} if the
 * kernel is closed.
 */
public interface Leases {

  /** The most consumers that a stream has leases of. */
  int MOST_CONSUMERS = 1024;

  /**
   * Acquires the lease of a consumer, unless somebody holds it: {@link Leasing.Granted} with the
   * position stored last, or {@link Leasing.Taken}. Durable when this returns, so that a generation
   * is never given twice.
   *
   * @throws IllegalStateException if the stream has leases of {@link #MOST_CONSUMERS} others
   */
  Leasing acquire(LeaseRequest request);

  /**
   * Acquires the lease of a consumer, whoever holds it: every commit of the one who held it is
   * refused from now on. Durable when this returns.
   *
   * @throws IllegalStateException if the stream has leases of {@link #MOST_CONSUMERS} others
   */
  Leasing takeOver(LeaseRequest request);

  /**
   * Stores a position and renews the lease; the next position is stored under the lease returned.
   *
   * @throws IllegalArgumentException if it is one of another stream
   */
  Leasing store(Checkpoint checkpoint);

  /** Stores the position {@code cursor}, which does not lie before the one stored, to the log. */
  default Leasing store(Lease lease, Cursor cursor) {
    return store(Checkpoint.of(lease, cursor));
  }

  /**
   * Has {@code lease} last for its time to live from now.
   *
   * @throws IllegalArgumentException if it is one of another stream
   */
  Leasing renew(Lease lease);

  /**
   * Ends {@code lease} now; its position stays stored for the next to acquire it.
   *
   * @throws IllegalArgumentException if it is one of another stream
   */
  Leasing release(Lease lease);

  /**
   * Removes the lease of a consumer together with its position, unless somebody holds it: {@link
   * Leasing.Forgotten}, {@link Leasing.Taken}, or {@link Leasing.Absent} when there is none. A
   * consumer of that name begins anew later, but under a greater generation than it ever had: who
   * still has the old lease is fenced. Durable when this returns.
   */
  Leasing forget(String consumer);

  /** Returns the newest lease of {@code consumer}, held or not, if there is one. */
  Optional<Lease> find(String consumer);

  /** Returns the newest lease of every consumer, held or not, by consumer. */
  List<Lease> all();
}
