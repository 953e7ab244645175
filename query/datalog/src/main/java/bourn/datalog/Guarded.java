package bourn.datalog;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a clear error of a query that is nested too deep for the thread's stack. */
final class Guarded {

  private Guarded() {}

  static <T> T run(@Nullable String text, Supplier<T> work) {
    try {
      return work.get();
    } catch (StackOverflowError e) {
      throw new Place(text, -1).wrong("too-deep", "the query is nested too deep");
    }
  }
}
