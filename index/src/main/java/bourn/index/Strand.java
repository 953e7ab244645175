package bourn.index;

/** A walk over the segments of one sorted source, piece by piece. Confined to one thread. */
abstract class Strand {

  private Segment segment = Segment.EMPTY;
  private int row;
  private int until;

  Segment segment() {
    return segment;
  }

  int row() {
    return row;
  }

  int until() {
    return until;
  }

  /** Moves to {@code row} of the segment, and on to the next piece when that is the end of it. */
  boolean moveTo(int next) {
    row = next;
    while (row >= until) {
      if (!nextPiece()) {
        return false;
      }
    }
    return true;
  }

  /** Stands on the next piece, by {@link #stand}; returns whether there is one. */
  abstract boolean nextPiece();

  void stand(Segment piece, int from, int end) {
    segment = piece;
    row = from;
    until = end;
  }

  /** Returns the walk over one piece. */
  static Strand of(Segment piece, int from, int end) {
    return new Strand() {
      private boolean done;

      @Override
      boolean nextPiece() {
        if (done) {
          return false;
        }
        done = true;
        stand(piece, from, end);
        return true;
      }
    };
  }
}
