package bourn.datalog;

import bourn.engine.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Puts three patterns whose variables form a cycle into one step. */
final class Triangles {

  /*
   * Joined two at a time, three sides of a triangle make all paths of two sides first. That is still
   * better where something else leaves few values to one of the variables.
   */

  private static final double FEWER = 8;

  /** Triangles are looked for among so many patterns only, as there are many more triples. */
  private static final int MOST_SIDES = 40;

  private Triangles() {}

  /** Replaces such steps among {@code steps} by one, where nothing is known of their variables. */
  static void join(List<Step> steps, Planning planning) {
    List<MatchStep> sides = new ArrayList<>();
    for (Step step : steps) {
      if (sides.size() < MOST_SIDES && step instanceof MatchStep side && isSide(side.match())) {
        sides.add(side);
      }
    }
    for (int i = 0; i < sides.size(); i++) {
      for (int j = i + 1; j < sides.size(); j++) {
        for (int k = j + 1; k < sides.size(); k++) {
          List<MatchStep> three = List.of(sides.get(i), sides.get(j), sides.get(k));
          if (cycle(three) && !led(three, steps)) {
            steps.removeAll(three);
            steps.add(step(three));
            return;
          }
        }
      }
    }
  }

  private static boolean isSide(Match match) {
    return match.columns().size() == 2
        && match.variables().size() == 2
        && match.key().size() > 0
        && match.restrictions().size() <= 1;
  }

  private static boolean cycle(List<MatchStep> three) {
    Set<String> all = new HashSet<>();
    three.forEach(side -> all.addAll(side.match().variables()));
    return all.size() == 3
        && three.stream().map(side -> side.match().variables()).distinct().count() == 3;
  }

  /** Returns whether another step has so few values of a variable that it had better lead. */
  private static boolean led(List<MatchStep> three, List<Step> steps) {
    Set<String> variables = new HashSet<>();
    three.forEach(side -> variables.addAll(side.match().variables()));
    double least = three.stream().mapToDouble(Step::work).min().orElse(0);
    return steps.stream()
        .filter(step -> !(step instanceof MatchStep side && three.contains(side)))
        .filter(step -> step.mentions().stream().anyMatch(variables::contains))
        .anyMatch(step -> !step.narrows() && step.work() * FEWER < least);
  }

  private static Step step(List<MatchStep> three) {
    List<String> first = List.copyOf(three.get(0).match().variables());
    boolean secondMeets = three.get(1).match().variables().contains(first.get(1));
    MatchStep second = three.get(secondMeets ? 1 : 2);
    MatchStep across = three.get(secondMeets ? 2 : 1);
    Set<String> rest = second.match().variables();
    rest.removeAll(first);
    List<String> names = List.of(first.get(0), first.get(1), rest.iterator().next());
    Plan plan =
        new Plan.Triangle(
            pairs(three.get(0), names.get(0), names.get(1)),
            pairs(second, names.get(1), names.get(2)),
            pairs(across, names.get(0), names.get(2)));
    double estimate = three.stream().mapToDouble(Step::work).min().orElse(1);
    String written = String.join(" ", three.stream().map(MatchStep::written).toList());
    return new RowsStep(
        new Tuples(plan, names, Math.max(1, estimate), Set.copyOf(names)),
        written,
        three.getFirst().place());
  }

  private static Plan pairs(MatchStep side, String from, String to) {
    return side.match().tuples(Set.of(from, to)).in(List.of(from, to)).plan();
  }
}
