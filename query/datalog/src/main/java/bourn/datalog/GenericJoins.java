package bourn.datalog;

import bourn.engine.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts patterns whose variables form triangles, and what is joined to these, into one step. */
final class GenericJoins {

  /*
   * Joined two at a time, three sides of a triangle make all paths of two sides first. That is still
   * better where something else leaves few values to one of the variables. From a triangle on, each
   * variable is taken that at least two sides join to those taken before: so two of these restrict
   * it. A cycle of four or more without a chord has no such variable, and two joins of half of it
   * each are as good.
   */

  private static final double FEWER = 8;

  /** Triangles are looked for among so many patterns only, as there are many more triples. */
  private static final int MOST_SIDES = 40;

  private GenericJoins() {}

  /** Replaces such steps among {@code steps} by one, where nothing is known of their variables. */
  static void take(List<Step> steps) {
    List<MatchStep> sides = new ArrayList<>();
    for (Step step : steps) {
      if (sides.size() < MOST_SIDES && step instanceof MatchStep side && isSide(side.match())) {
        sides.add(side);
      }
    }
    for (Set<String> names = triangle(sides); names != null; names = triangle(sides)) {
      List<MatchStep> taken = grown(names, sides);
      sides.removeAll(taken);
      if (!led(taken, steps)) {
        steps.removeAll(taken);
        steps.add(step(List.copyOf(names), taken));
      }
    }
  }

  private static boolean isSide(Match match) {
    return match.columns().size() == 2
        && match.variables().size() == 2
        && match.key().size() > 0
        && match.restrictions().size() <= 1;
  }

  /** Returns the variables of three sides that form a cycle, or null. */
  private static @Nullable Set<String> triangle(List<MatchStep> sides) {
    for (int i = 0; i < sides.size(); i++) {
      for (int j = i + 1; j < sides.size(); j++) {
        for (int k = j + 1; k < sides.size(); k++) {
          List<Set<String>> three =
              List.of(names(sides.get(i)), names(sides.get(j)), names(sides.get(k)));
          Set<String> all = new LinkedHashSet<>();
          three.forEach(all::addAll);
          if (all.size() == 3 && new HashSet<>(three).size() == 3) {
            return all;
          }
        }
      }
    }
    return null;
  }

  private static Set<String> names(MatchStep side) {
    return side.match().variables();
  }

  /** Adds to {@code names} what two sides lead to; returns all sides between them. */
  private static List<MatchStep> grown(Set<String> names, List<MatchStep> sides) {
    for (boolean more = true; more; ) {
      Set<String> once = new HashSet<>();
      Set<String> twice = new LinkedHashSet<>();
      for (MatchStep side : sides) {
        List<String> outside = names(side).stream().filter(name -> !names.contains(name)).toList();
        if (outside.size() == 1 && !once.add(outside.getFirst())) {
          twice.add(outside.getFirst());
        }
      }
      more = !twice.isEmpty() && names.add(twice.iterator().next());
    }
    return new ArrayList<>(sides.stream().filter(side -> names.containsAll(names(side))).toList());
  }

  /** Returns whether another step has so few values of a variable that it had better lead. */
  private static boolean led(List<MatchStep> taken, List<Step> steps) {
    Set<String> variables = new HashSet<>();
    taken.forEach(side -> variables.addAll(names(side)));
    double least = taken.stream().mapToDouble(Step::work).min().orElse(0);
    return steps.stream()
        .filter(step -> !(step instanceof MatchStep side && taken.contains(side)))
        .filter(step -> step.mentions().stream().anyMatch(variables::contains))
        .anyMatch(step -> !step.narrows() && step.work() * FEWER < least);
  }

  private static Step step(List<String> names, List<MatchStep> taken) {
    List<Plan.Side> sides = new ArrayList<>();
    for (MatchStep step : taken) {
      List<String> ends = new ArrayList<>(names(step));
      ends.sort((one, other) -> names.indexOf(one) - names.indexOf(other));
      Plan pairs = step.match().tuples(Set.copyOf(ends)).in(ends).plan();
      sides.add(
          new Plan.Side(pairs, names.indexOf(ends.getFirst()), names.indexOf(ends.getLast())));
    }
    double estimate = taken.stream().mapToDouble(Step::work).min().orElse(1);
    String written = String.join(" ", taken.stream().map(MatchStep::written).toList());
    return new RowsStep(
        new Tuples(
            new Plan.GenericJoin(names.size(), sides),
            names,
            Math.max(1, estimate),
            Set.copyOf(names)),
        written,
        taken.getFirst().place());
  }
}
