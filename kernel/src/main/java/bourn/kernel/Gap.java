package bourn.kernel;

/**
 * Why a reader cannot have the events it asked for.
 *
 * @param requested the offset asked for
 * @param earliest the first offset at or after it that can be read
 * @param cause what took the events
 */
public record Gap(long requested, long earliest, Cause cause) {

  /** What took the events. */
  public enum Cause {
    /** Retention moved the earliest offset past them. */
    RETENTION,
    /** An unclean stop lost them before they were durable. */
    LOST_EPOCH,
    /** The stream was deleted and made again. */
    DEAD_INCARNATION,
    /** Compaction took events of a bounded stream that held too much. */
    COMPACTION,
    /** The bytes are damaged. */
    CORRUPTION
  }
}
