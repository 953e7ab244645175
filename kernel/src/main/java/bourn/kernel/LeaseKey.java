package bourn.kernel;

/** The lease of one consumer on one stream. */
record LeaseKey(long incarnation, String consumer) {

  static LeaseKey of(Lease lease) {
    return new LeaseKey(lease.cursor().incarnation(), lease.consumer());
  }

  /** Returns the key of its record in the state. */
  byte[] toBytes() {
    return StateKeys.lease(incarnation, consumer);
  }
}
