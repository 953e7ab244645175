package bourn.kernel;

/**
 * How many bytes of a stream lie before some offsets near its tail: chunk starts, some KiB apart.
 * What is older {@link Milestones} know. Confined to the committer.
 */
final class ByteMarks {

  private static final int MOST = 512;
  private static final long STEP_BYTES = 8 << 10;

  private final long[] offsets = new long[MOST];
  private final long[] bytes = new long[MOST];
  private final LogStream stream;
  private final History history;
  private long marked;

  ByteMarks(LogStream stream, History history) {
    this.stream = stream;
    this.history = history;
  }

  /** Notes that a chunk begins at {@code offset}, with {@code before} bytes before it. */
  void add(long offset, long before) {
    if (marked == 0 || before - bytes[at(marked - 1)] >= STEP_BYTES) {
      offsets[at(marked)] = offset;
      bytes[at(marked)] = before;
      marked++;
    }
  }

  private static int at(long mark) {
    return (int) (mark % MOST);
  }

  private long firstMark() {
    return Math.max(0, marked - MOST);
  }

  /** Returns how many bytes lie before {@code offset}, or somewhat fewer. */
  long before(long offset) {
    long low = firstMark();
    long high = marked;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (offsets[at(middle)] <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == firstMark()
        ? history.bytesBefore(stream.incarnation(), offset)
        : bytes[at(low - 1)];
  }

  /** Returns an offset before which at least {@code least} bytes lie, and not many more. */
  long offsetAfter(long least) {
    if (least <= 0) {
      return 0;
    }
    long low = firstMark();
    long high = marked;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (bytes[at(middle)] < least) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == marked) {
      return stream.nextTail();
    }
    return low == firstMark()
        ? Math.min(
            offsets[at(low)],
            history.offsetAfter(stream.incarnation(), stream.extent().earliest(), least))
        : offsets[at(low)];
  }
}
