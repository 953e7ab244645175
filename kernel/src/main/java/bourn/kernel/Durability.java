package bourn.kernel;

/**
 * What an acknowledged append survives. A stronger acknowledgement covers everything committed
 * before it.
 */
public enum Durability {
  /** Visible to readers of this process; today in the commit log as well. */
  MEMORY,
  /** In the commit log: survives the death of the process. */
  LOG,
  /** Synced to the disk: survives the loss of power. */
  DISK
}
