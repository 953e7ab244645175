package bourn.datalog;

import bourn.engine.Function;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to pull of an entity.
 *
 * @param wildcard whether everything
 */
record PullPattern(boolean wildcard, List<Part> parts) {

  /** Everything. */
  static final PullPattern ALL = new PullPattern(true, List.of());

  /** A recursion without a limit of its own. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  PullPattern {
    parts = List.copyOf(parts);
  }

  /**
   * One attribute.
   *
   * @param attribute the attribute, without the mark of a reverse one
   * @param reverse whether the entities that refer are wanted
   * @param key under which what is found stands in the result
   * @param limit the most values
   * @param fallback what stands there when nothing is found, or null
   * @param function what is made of what is found, or null
   * @param nested what to pull of the entities found, or null
   * @param depth how often to pull this pattern itself of the entities found; 0 when not
   */
  record Part(
      Keyword attribute,
      boolean reverse,
      Value key,
      int limit,
      @Nullable Value fallback,
      @Nullable Function function,
      @Nullable PullPattern nested,
      int depth,
      Place place) {}
}
