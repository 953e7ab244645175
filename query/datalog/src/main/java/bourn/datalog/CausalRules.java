package bourn.datalog;

import bourn.engine.Source;
import bourn.kernel.Keyword;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rules that every query has over the causes of events. */
final class CausalRules {

  private static final Keyword CAUSE = Keyword.of("event/cause");
  private static final String CAUSED_BY = "caused-by";

  private CausalRules() {}

  /**
   * Adds {@code (caused-by ?effect ?cause)}, which holds of two events if the first was appended
   * after something that had read or followed the second, over all sources that know causes.
   */
  static void add(Map<String, List<Rule>> rules, Map<String, Matched> sources) {
    List<Rule> branches = new ArrayList<>();
    sources.forEach(
        (name, matched) -> {
          if (matched instanceof Matched.Facts(Source source) && source.attribute(CAUSE) != null) {
            branches.add(rule(List.of(caused(name, "?effect", "?cause"))));
            branches.add(
                rule(
                    List.of(
                        caused(name, "?effect", "?between"),
                        new Clause.Invoke(
                            "$",
                            CAUSED_BY,
                            List.of(variable("?between"), variable("?cause")),
                            Place.NONE))));
          }
        });
    if (!branches.isEmpty()) {
      rules.putIfAbsent(CAUSED_BY, branches);
    }
  }

  private static Rule rule(List<Clause> body) {
    return new Rule(CAUSED_BY, List.of(variable("?effect"), variable("?cause")), body, Place.NONE);
  }

  private static Clause caused(String source, String effect, String cause) {
    return new Clause.Pattern(
        source,
        List.of(variable(effect), new Term.Constant(CAUSE, Place.NONE), variable(cause)),
        Place.NONE);
  }

  private static Term.Variable variable(String name) {
    return new Term.Variable(name, Place.NONE);
  }
}
