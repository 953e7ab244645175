package bourn.index;

import bourn.columns.Meter;

/** Passes stretches on, and has the budget of a query looked at however little comes of them. */
final class Paced implements Stretches {

  private static final int FACTS_A_LOOK = 1 << 13;

  private final Meter meter;
  private final Stretches out;
  private int passed;

  Paced(Meter meter, Stretches out) {
    this.meter = meter;
    this.out = out;
  }

  @Override
  public boolean accept(Segment segment, int from, int until) {
    passed += until - from;
    if (passed >= FACTS_A_LOOK) {
      passed = 0;
      meter.check();
    }
    return out.accept(segment, from, until);
  }
}
