package bourn.storage;

/**
 * How a commit log uses its folder.
 *
 * @param firstSegmentBytes size of the first segment; each one after it is four times as large
 * @param segmentBytes size at which segments stop growing, and are used again when released
 * @param mostSpares released segments kept to be used again
 */
record LogOptions(long firstSegmentBytes, long segmentBytes, int mostSpares) {

  static final LogOptions USUAL = new LogOptions(4L << 20, 64L << 20, 4);
}
