package bourn.index;

import java.util.ArrayList;
import java.util.List;

/** Keeps the runs of novelty few, by merging those of like size. */
final class Novelty {

  private int frozen;

  /** Returns {@code runs} with one more, the newest. */
  List<Run> add(List<Run> runs, Run newest) {
    List<Run> kept = new ArrayList<>(runs);
    Run merged = newest;
    while (kept.size() > frozen && kept.getLast().count() <= 2 * merged.count()) {
      merged = Run.merge(kept.removeLast(), merged);
    }
    kept.add(merged);
    return kept;
  }

  /** Keeps the first {@code count} runs as they are: they are being written. */
  void freeze(int count) {
    frozen = count;
  }
}
