package bourn.datalog;

import bourn.engine.HostFunctions;
import bourn.engine.Nearest;
import bourn.engine.Source;
import bourn.kernel.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the names in a clause stand for.
 *
 * @param sources by name
 * @param constants the values of variables that have one value
 * @param rules the branches of each rule, by name
 * @param growing the relations of the recursive rules that are being planned
 * @param functions what may be called beside the library's
 */
record Scope(
    Map<String, Matched> sources,
    Map<String, Value> constants,
    Map<String, List<Rule>> rules,
    Map<RuleKey, Integer> growing,
    HostFunctions functions,
    Planning planning) {

  /** Returns this scope with more constants. */
  Scope with(Map<String, Value> more) {
    if (more.isEmpty()) {
      return this;
    }
    Map<String, Value> all = new HashMap<>(constants);
    all.putAll(more);
    return new Scope(sources, all, rules, growing, functions, planning);
  }

  /** Returns this scope without constants. */
  Scope bare() {
    return new Scope(sources, Map.of(), rules, growing, functions, planning);
  }

  /** Returns this scope within the bodies of recursive rules. */
  Scope growing(Map<RuleKey, Integer> more) {
    Map<RuleKey, Integer> all = new HashMap<>(growing);
    all.putAll(more);
    return new Scope(sources, constants, rules, all, functions, planning);
  }

  /** Returns the one value that {@code term} has, or null if it may have several. */
  @Nullable Value constant(Term term) {
    return switch (term) {
      case Term.Constant(Value value, Place place) -> value;
      case Term.Variable(String name, Place place) -> constants.get(name);
      default -> null;
    };
  }

  Matched matched(String name, Place place) {
    Matched matched = sources.get(name);
    if (matched == null) {
      String hint = Nearest.hint(name, sources.keySet());
      throw place.wrong(
          "unknown-source",
          "there is no source " + name,
          hint != null ? hint : ":in names the sources, as :in $ " + name);
    }
    return matched;
  }

  /** Returns the source of facts named {@code name}. */
  Source facts(String name, Place place) {
    return switch (matched(name, place)) {
      case Matched.Facts(Source source) -> source;
      case Matched.Listed listed ->
          throw place.wrong("unknown-source", name + " is a collection, and facts are needed here");
    };
  }
}
