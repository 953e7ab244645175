package bourn.kernel;

/** One producer of one stream. */
record ProducerKey(long incarnation, String id) {

  /** Returns the key of its record in the state. */
  byte[] toBytes() {
    return StateKeys.producer(incarnation, id);
  }
}
