package bourn.kernel;

import java.util.Objects;

/**
 * A position to be stored under a lease, alone or in one commit with appends. It moves on from the
 * position that the lease says: when another was stored since, because a commit is tried again or
 * two work under one lease, it is refused as {@link Leasing.Moved}.
 *
 * <pre>{@code
 * kernel.commit(new CommitRequest(appends).with(Checkpoint.of(lease, reader.cursor())));
 * }</pre>
 *
 * @param lease under which it is stored, and which it renews; as it was granted last
 * @param cursor the next event that the consumer has not done with
 * @param back whether it may lie before the position stored so far
 * @param durability what the acknowledged checkpoint survives
 */
public record Checkpoint(Lease lease, Cursor cursor, boolean back, Durability durability) {

  public Checkpoint {
    Objects.requireNonNull(durability);
    if (lease.cursor().incarnation() != cursor.incarnation()) {
      throw new IllegalArgumentException(
          "a lease on the stream of incarnation "
              + lease.cursor().incarnation()
              + " stores positions in it, was one in "
              + cursor.incarnation());
    }
  }

  /**
   * Returns a checkpoint at {@code cursor}, which does not lie before the one stored, to the log.
   */
  public static Checkpoint of(Lease lease, Cursor cursor) {
    return new Checkpoint(lease, cursor, false, Durability.LOG);
  }

  /** Returns this checkpoint, which may lie before the one stored. */
  public Checkpoint allowingBack() {
    return new Checkpoint(lease, cursor, true, durability);
  }

  /** Returns this checkpoint, acknowledged when it is synced to the disk. */
  public Checkpoint durable() {
    return new Checkpoint(lease, cursor, back, Durability.DISK);
  }
}
