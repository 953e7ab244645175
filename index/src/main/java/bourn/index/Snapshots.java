package bourn.index;

/** Where databases find the snapshot that they read. */
interface Snapshots {

  /** Returns a snapshot with everything that was ever seen, whose segments stay until unpinned. */
  Snapshot pin();

  void unpin(Snapshot pinned);

  /** Returns the time, in microseconds since 1970. */
  long nowMicros();

  /** Returns what transactions may call. */
  Functions functions();
}
