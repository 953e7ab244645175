package bourn.bench;

import java.nio.file.Path;
import java.util.List;

/** One comparison: ours and its peers' on the same input, in one run. */
interface Bench {

  /** Returns the name by which {@code bench/run} knows this comparison. */
  String name();

  /** Returns what is measured, in one line. */
  String what();

  /**
   * Runs ours and every peer, in turn.
   *
   * @param scratch an empty folder, removed afterwards
   */
  List<Figure> run(Path scratch) throws Exception;
}
