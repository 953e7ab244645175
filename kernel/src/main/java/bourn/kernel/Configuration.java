package bourn.kernel;

/**
 * Settings of a stream, and when they were set.
 *
 * @param epochMillis when, in milliseconds since 1970
 */
record Configuration(StreamSettings settings, long epochMillis) {

  static final Configuration DEFAULT = new Configuration(StreamSettings.DEFAULT, 0);
}
