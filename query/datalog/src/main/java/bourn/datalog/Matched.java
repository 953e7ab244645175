package bourn.datalog;

import bourn.engine.Source;
import bourn.kernel.Value;
import java.util.List;

/** What a pattern is matched with. */
sealed interface Matched {

  /** Facts. */
  record Facts(Source source) implements Matched {}

  /** Tuples, by position. */
  record Listed(List<Value> tuples) implements Matched {}
}
