package bourn.kernel;

/** What a stream's events are. */
public enum StreamKind {
  /** Any values. */
  GENERIC,
  /** Transactions of datoms; appended to by one transactor only. */
  DATOM,
  /** Rows of one product type, in fixed-width columns. */
  TYPED
}
