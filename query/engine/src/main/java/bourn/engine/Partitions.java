package bourn.engine;

/** Where among rows in order partitions begin, and within these the runs of peers. */
final class Partitions {

  private final int count;
  private final int[] partitions;
  private final int[] partitionStarts;
  private final int[] runs;
  private final int[] runStarts;
  private final int[] firstRuns;

  /**
   * Finds them.
   *
   * @param ranks of the columns of the partition, then of those of the order
   * @param keys how many are of the partition
   * @param order the rows in order
   */
  Partitions(long[][] ranks, int keys, int[] order, Guard guard) {
    this.count = order.length;
    this.partitions = new int[count];
    this.runs = new int[count];
    this.partitionStarts = new int[count + 1];
    this.runStarts = new int[count + 1];
    this.firstRuns = new int[count + 1];
    int partition = -1;
    int run = -1;
    for (int row = 0; row < count; row++) {
      if (row % (1 << 16) == 0) {
        guard.check();
      }
      boolean begins = row == 0 || differs(ranks, 0, keys, order[row - 1], order[row]);
      if (begins) {
        partitionStarts[++partition] = row;
        firstRuns[partition] = run + 1;
      }
      if (begins || differs(ranks, keys, ranks.length, order[row - 1], order[row])) {
        runStarts[++run] = row;
      }
      partitions[row] = partition;
      runs[row] = run;
    }
    partitionStarts[partition + 1] = count;
    runStarts[run + 1] = count;
  }

  private static boolean differs(long[][] ranks, int from, int until, int one, int other) {
    for (int k = from; k < until; k++) {
      if (ranks[k][one] != ranks[k][other]) {
        return true;
      }
    }
    return false;
  }

  /** Returns the bytes that are held for {@code count} rows. */
  static long bytes(int count) {
    return 5L * Integer.BYTES * count;
  }

  int count() {
    return count;
  }

  int partition(int row) {
    return partitions[row];
  }

  int start(int row) {
    return partitionStarts[partitions[row]];
  }

  int end(int row) {
    return partitionStarts[partitions[row] + 1];
  }

  int firstPeer(int row) {
    return runStarts[runs[row]];
  }

  int endOfPeers(int row) {
    return runStarts[runs[row] + 1];
  }

  int runs(int row) {
    return runs[row] - firstRuns[partitions[row]] + 1;
  }
}
