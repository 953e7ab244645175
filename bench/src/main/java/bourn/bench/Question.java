package bourn.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query of both, and the inputs it takes beside the database.
 *
 * @param ours those of ours; entities have other numbers in the peer
 * @param theirs those of the peer, or null where it is not asked
 */
record Question(String name, String text, List<?> ours, @Nullable List<?> theirs) {

  /** Makes a question that both are asked with the same inputs. */
  static Question of(String name, String text, Object... inputs) {
    return new Question(name, text, List.of(inputs), List.of(inputs));
  }
}
