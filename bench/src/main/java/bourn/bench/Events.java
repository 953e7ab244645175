package bourn.bench;

import java.util.SplittableRandom;

/**
 * Rows of {@code ts, id, kind, price, qty}, by column, from a fixed seed.
 *
 * @param ts microseconds, ascending
 * @param id one of 100,000
 * @param kind one of 100
 */
record Events(long[] ts, long[] id, long[] kind, double[] price, long[] qty) {

  static Events of(int rows) {
    SplittableRandom random = new SplittableRandom(20_261_121);
    Events events =
        new Events(
            new long[rows], new long[rows], new long[rows], new double[rows], new long[rows]);
    long ts = 1_700_000_000_000_000L;
    for (int row = 0; row < rows; row++) {
      ts += random.nextInt(1_000);
      events.ts[row] = ts;
      events.id[row] = random.nextInt(100_000);
      events.kind[row] = random.nextInt(100);
      events.price[row] = random.nextInt(10_000) / 100.0;
      events.qty[row] = 1L + random.nextInt(50);
    }
    return events;
  }

  int rows() {
    return ts.length;
  }
}
