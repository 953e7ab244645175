package bourn.kernel;

import java.util.List;

/**
 * The causes of the events of a cut that lie outside it. Each stands for all before it in its
 * stream.
 *
 * @param removed the last cause of each stream, by incarnation, that is gone: retention moved past
 *     it, or its stream was deleted
 * @param elsewhere the last cause of each stream, by incarnation, that the cut was not asked for
 */
public record CutCauses(List<Reference> removed, List<Reference> elsewhere) {

  public CutCauses {
    removed = List.copyOf(removed);
    elsewhere = List.copyOf(elsewhere);
  }

  /** Returns whether everything that led to the cut is inside it. */
  public boolean isEmpty() {
    return removed.isEmpty() && elsewhere.isEmpty();
  }
}
