package bourn.datalog;

import bourn.engine.HostFunctions;

/** The pull patterns read lately, by their text. Safe for use by several threads. */
final class PullPatterns {

  private static final Recent<PullPattern> RECENT = new Recent<>(128);

  private PullPatterns() {}

  /** Returns the pattern that {@code edn} is. */
  static PullPattern parse(String edn) {
    return RECENT.get(edn, () -> PullParser.parse(Query.read(edn), HostFunctions.NONE));
  }

  /** Returns the pattern that {@code edn} is, which may name {@code functions}. */
  static PullPattern parse(String edn, HostFunctions functions) {
    // What a pattern means with functions is not the same the next time.
    return functions.names().isEmpty() ? parse(edn) : PullParser.parse(Query.read(edn), functions);
  }
}
