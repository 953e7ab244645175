package bourn.kernel;

/** Finds where in a stream a time is. Stamps of one stream only grow, so halving finds it. */
final class TimeSearch {

  private TimeSearch() {}

  /**
   * Returns the first offset in {@code [from, until)} whose stamp is at or after {@code hlc};
   * {@code until} when there is none.
   */
  static long find(ChunkCursor chunks, long from, long until, long hlc) {
    long low = from;
    long high = until;
    while (low < high) {
      Chunk chunk = chunks.chunk((low + high) >>> 1);
      if (chunk.stamp().hlc() < hlc) {
        low = Math.min(chunks.until(chunk), high);
      } else {
        high = Math.max(chunk.first(), low);
      }
    }
    return low;
  }
}
