package bourn.kernel;

/** Keeps the events of a bounded stream from being reclaimed, for as long as it is reachable. */
final class Hold {

  private final Bound bound;

  Hold(Bound bound) {
    this.bound = bound;
  }

  Bound bound() {
    return bound;
  }
}
