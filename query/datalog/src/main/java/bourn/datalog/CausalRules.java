package bourn.datalog;

import bourn.engine.HostFunctions;
import bourn.engine.Source;
import bourn.kernel.CausalOrder;
import bourn.kernel.Keyword;
import bourn.kernel.Reference;
import bourn.kernel.UnknownCausalityException;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules that every query has over the causes of events. */
final class CausalRules {

  private static final Keyword CAUSE = Keyword.of("event/cause");
  private static final String CAUSED_BY = "caused-by";
  private static final String BEFORE = "before";
  private static final String CONCURRENT = "concurrent";

  /** The names of all of them. */
  static final Set<String> NAMES = Set.of(CAUSED_BY, BEFORE, CONCURRENT);

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
    if (order(sources) != null) {
      rules.putIfAbsent(BEFORE, List.of(related(BEFORE)));
      rules.putIfAbsent(CONCURRENT, List.of(related(CONCURRENT)));
    }
  }

  /**
   * Returns {@code host} with what {@code (before ?one ?other)} and {@code (concurrent ?one
   * ?other)} call, of events that patterns have bound: the causal order of the streams they are in.
   */
  static HostFunctions functions(HostFunctions host, Map<String, Matched> sources) {
    CausalOrder order = order(sources);
    return order == null
        ? host
        : host.with(function(BEFORE), a -> related(BEFORE, order, a))
            .with(function(CONCURRENT), a -> related(CONCURRENT, order, a));
  }

  private static @Nullable CausalOrder order(Map<String, Matched> sources) {
    for (Matched matched : sources.values()) {
      if (matched instanceof Matched.Facts(Source source) && source.order() != null) {
        return source.order();
      }
    }
    return null;
  }

  private static String function(String rule) {
    return "event/" + rule + "?";
  }

  private static Rule related(String name) {
    List<Term.Variable> both = List.of(variable("?one"), variable("?other"));
    Call call = new Call(function(name), List.copyOf(both), Place.NONE);
    List<Clause> body = List.of(new Clause.Predicate(call, Place.NONE));
    return new Rule(name, 2, both, Folding.NONE, body, Place.NONE);
  }

  private static Value related(String name, CausalOrder order, List<Value> events) {
    if (!(events.get(0) instanceof Reference one) || !(events.get(1) instanceof Reference other)) {
      throw Place.NONE.wrong(
          "wrong-type",
          name + " relates two events, found " + events.get(0) + " and " + events.get(1));
    }
    try {
      return Value.of(
          name.equals(BEFORE) ? order.before(one, other) : order.concurrent(one, other));
    } catch (UnknownCausalityException | IllegalArgumentException e) {
      throw Place.NONE.wrong("unknown-causality", String.valueOf(e.getMessage()));
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
