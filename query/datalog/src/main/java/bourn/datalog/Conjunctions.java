package bourn.datalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Predicates that say several things at once, so that each is used where it helps most. */
final class Conjunctions {

  private static final Set<String> CHAINS = Set.of("=", "==", "<", "<=", ">", ">=");

  private Conjunctions() {}

  /**
   * Returns the predicates that {@code (< ?a ?b ?c)} and {@code (and ...)} stand for, or null where
   * {@code clause} is none of these.
   */
  static @Nullable List<Clause> rewrite(Clause clause) {
    if (!(clause instanceof Clause.Predicate(Call call, Place place))) {
      return null;
    }
    if (CHAINS.contains(call.function()) && call.arguments().size() > 2) {
      return chain(call, place);
    }
    boolean all =
        call.function().equals("and")
            && call.arguments().stream().allMatch(Term.Nested.class::isInstance);
    return all ? parts(call, place) : null;
  }

  private static List<Clause> chain(Call call, Place place) {
    List<Clause> links = new ArrayList<>();
    for (int i = 1; i < call.arguments().size(); i++) {
      List<Term> pair = call.arguments().subList(i - 1, i + 1);
      links.add(new Clause.Predicate(new Call(call.function(), pair, call.place()), place));
    }
    return links;
  }

  private static List<Clause> parts(Call call, Place place) {
    List<Clause> parts = new ArrayList<>();
    for (Term argument : call.arguments()) {
      parts.add(new Clause.Predicate(((Term.Nested) argument).call(), place));
    }
    return parts;
  }
}
