package bourn.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * Where in one stream each epoch began. A cursor of an older epoch is good up to the place where
 * the next one began: what lay beyond may be lost, or another event may have taken its offset.
 *
 * @param starts in the order of epochs, at most one a place
 */
record Epochs(List<Start> starts) {

  static final Epochs NONE = new Epochs(List.of());

  /**
   * Beyond this many, the oldest two count as one: a cursor of the older of them that is good
   * between the two finds a gap all the same.
   */
  static final int MOST_STARTS = 256;

  /** The first event of {@code epoch} would lie at {@code offset}. */
  record Start(int epoch, long offset) {}

  Epochs {
    starts = List.copyOf(starts);
  }

  /** Returns these, and {@code epoch} which begins at {@code offset}. */
  Epochs with(int epoch, long offset) {
    List<Start> more = new ArrayList<>(starts);
    if (!more.isEmpty() && more.getLast().offset() == offset) {
      more.removeLast();
    }
    more.add(new Start(epoch, offset));
    if (more.size() > MOST_STARTS) {
      Start oldest = more.removeFirst();
      more.set(0, new Start(more.getFirst().epoch(), oldest.offset()));
    }
    return new Epochs(more);
  }

  /** Returns up to which offset a cursor of {@code epoch} is good. */
  long limit(int epoch) {
    for (Start start : starts) {
      if (start.epoch() > epoch) {
        return start.offset();
      }
    }
    return Long.MAX_VALUE;
  }
}
