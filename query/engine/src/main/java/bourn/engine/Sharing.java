package bourn.engine;

import java.util.HashMap;
import java.util.Map;

/** How often the shared plans of a whole plan are run. */
final class Sharing {

  private static final int MANY = 2;

  private final Map<Integer, Integer> uses = new HashMap<>();

  private Sharing() {}

  static Sharing of(Plan plan) {
    Sharing sharing = new Sharing();
    sharing.count(plan, 1);
    return sharing;
  }

  /** Returns whether the rows of the plan known by {@code id} are wanted more than once. */
  boolean repeats(int id) {
    return uses.getOrDefault(id, MANY) > 1;
  }

  /** Counts those in {@code plan}, which is run {@code times}. */
  private void count(Plan plan, int times) {
    switch (plan) {
      case Plan.Shared(int id, Plan input) -> {
        if (uses.merge(id, times, Integer::sum) == times) {
          count(input, 1);
        }
      }
      case Plan.Iterate iterate -> {
        count(iterate.base(), times);
        count(iterate.step(), MANY);
      }
      case Plan.Fixpoint fixpoint -> {
        fixpoint.relations().forEach(relation -> count(relation.base(), times));
        fixpoint.relations().forEach(relation -> count(relation.step(), MANY));
        count(fixpoint.result(), times);
      }
      default -> Recursion.inputs(plan).forEach(input -> count(input, times));
    }
  }
}
