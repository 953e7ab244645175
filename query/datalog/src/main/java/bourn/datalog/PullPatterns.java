package bourn.datalog;

import bourn.engine.HostFunctions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pull patterns read lately, by their text. Safe for use by several threads. */
final class PullPatterns {

  private static final int MOST_KEPT = 128;
  private static final int LONGEST_KEPT = 10_000;

  @SuppressWarnings("serial")
  private static final Map<String, PullPattern> KEPT =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PullPattern> eldest) {
          return size() > MOST_KEPT;
        }
      };

  private PullPatterns() {}

  /** Returns the pattern that {@code edn} is. */
  static PullPattern parse(String edn) {
    PullPattern known = kept(edn);
    if (known != null) {
      return known;
    }
    PullPattern parsed = PullParser.parse(Query.read(edn), HostFunctions.NONE);
    if (edn.length() <= LONGEST_KEPT) {
      synchronized (KEPT) {
        KEPT.put(edn, parsed);
      }
    }
    return parsed;
  }

  /** Returns the pattern that {@code edn} is, which may name {@code functions}. */
  static PullPattern parse(String edn, HostFunctions functions) {
    // What a pattern means with functions is not the same the next time.
    return functions.names().isEmpty() ? parse(edn) : PullParser.parse(Query.read(edn), functions);
  }

  private static @Nullable PullPattern kept(String edn) {
    synchronized (KEPT) {
      return KEPT.get(edn);
    }
  }
}
