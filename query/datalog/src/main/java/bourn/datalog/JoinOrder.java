package bourn.datalog;

import bourn.engine.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for the order of a few steps after which the fewest rows were made on the way. */
final class JoinOrder {

  /*
   * Depth first, the step that promises the fewest rows first, so that the first order found is the
   * greedy one; whatever already costs more than the best order so far is not followed. A step that
   * only narrows comes as soon as it can and is no choice.
   */

  private static final int MOST_JOINS = 7;
  private static final int MOST_TRIED = 4_000;

  private final Planning planning;
  private final List<Step> order = new ArrayList<>();
  private @Nullable List<Step> best;
  private double least = Double.POSITIVE_INFINITY;
  private int tried;

  private JoinOrder(Planning planning) {
    this.planning = planning;
  }

  /**
   * Returns {@code steps} in the order that is estimated to cost least, null if they are too many
   * to try, or too few, or some are the same or can never come.
   */
  static @Nullable List<Step> of(List<Step> steps, Tuples seed, Planning planning) {
    long joins = steps.stream().filter(step -> !step.narrows()).count();
    Set<Step> different = new LinkedHashSet<>(steps);
    if (joins < 3 || joins > MOST_JOINS || different.size() < steps.size()) {
      return null;
    }
    JoinOrder search = new JoinOrder(planning);
    search.from(seed, different, 0);
    return search.tried < MOST_TRIED ? search.best : null;
  }

  /** What a step would be next. */
  private record Choice(Step step, double cost, Tuples after) {}

  private void from(Tuples current, Set<Step> left, double cost) {
    if (cost >= least || tried++ >= MOST_TRIED) {
      return;
    }
    planning.guard().check();
    int begun = order.size();
    Set<Step> open = new LinkedHashSet<>(left);
    Tuples rows = narrowed(current, open);
    if (open.isEmpty()) {
      best = List.copyOf(order);
      least = cost;
    }
    for (Choice choice : choices(rows, open)) {
      open.remove(choice.step());
      order.add(choice.step());
      from(choice.after(), open, cost + choice.cost());
      order.removeLast();
      open.add(choice.step());
    }
    order.subList(begun, order.size()).clear();
  }

  /** Takes from {@code open} what can narrow the rows now, conditions before negations. */
  private Tuples narrowed(Tuples current, Set<Step> open) {
    Tuples rows = current;
    for (Step next = narrowing(rows, open); next != null; next = narrowing(rows, open)) {
      rows = after(rows, next, next.estimate(rows));
      open.remove(next);
      order.add(next);
    }
    return rows;
  }

  private static @Nullable Step narrowing(Tuples rows, Set<Step> open) {
    Set<String> bound = new HashSet<>(rows.columns());
    return open.stream()
        .filter(step -> step.narrows() && bound.containsAll(step.needs()))
        .min(Comparator.comparingDouble(step -> Block.cost(step, rows, bound)))
        .orElse(null);
  }

  private static List<Choice> choices(Tuples rows, Set<Step> open) {
    Set<String> bound = new HashSet<>(rows.columns());
    List<Choice> choices = new ArrayList<>();
    for (Step step : open) {
      if (!step.narrows() && bound.containsAll(step.needs())) {
        double estimate = step.estimate(rows);
        double cost = Block.cost(step, rows, bound);
        choices.add(new Choice(step, cost, after(rows, step, estimate)));
      }
    }
    choices.sort((one, other) -> Double.compare(one.cost(), other.cost()));
    return choices;
  }

  /** Returns what estimates need to know of the rows after a step. */
  private static Tuples after(Tuples rows, Step step, double estimate) {
    Set<String> columns = new LinkedHashSet<>(rows.columns());
    columns.addAll(step.mentions());
    List<String> names = List.copyOf(columns);
    return new Tuples(new Plan.Recursive(0, names.size()), names, Math.max(1, estimate), Set.of());
  }
}
