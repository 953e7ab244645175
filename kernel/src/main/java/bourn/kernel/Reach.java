package bourn.kernel;

/**
 * How far a stream reaches at one commit.
 *
 * @param earliest the first offset that can be read
 * @param tail the offset that the next event gets
 * @param bytes of all chunks appended to it so far; what a fork shares is not counted
 * @param hlc of the last stamp
 */
record Reach(long earliest, long tail, long bytes, long hlc) {

  static final Reach NOTHING = new Reach(0, 0, 0, 0);

  /** Returns what this is after {@code chunk}, the next. */
  Reach with(Chunk chunk) {
    return new Reach(earliest, chunk.until(), bytes + chunk.lengthBytes(), chunk.stamp().hlc());
  }

  /** Returns what this is once nothing before {@code risen} can be read, if that is not so yet. */
  Reach withEarliest(long risen) {
    return new Reach(Math.max(earliest, risen), tail, bytes, hlc);
  }
}
