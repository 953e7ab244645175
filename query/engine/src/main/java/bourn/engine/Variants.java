package bourn.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * What a round of a fixpoint runs in place of a step. A step in which relations stand {@code n}
 * times is the union of {@code n} variants: the i-th has new facts in the i-th place, all facts
 * before it, and old facts after it, so that each combination with a new fact is made once.
 */
final class Variants {

  /**
   * The ids under which the versions of a relation are known.
   *
   * @param all the facts at the beginning of the round
   * @param fresh those found in the round before
   * @param old those found earlier
   */
  record Versions(int all, int fresh, int old) {}

  /** A plan, and the id of the relation whose new facts it has. */
  record Variant(int relation, Plan plan) {}

  private final Map<Integer, Versions> versions;
  private final int target;
  private final BiConsumer<Plan, Plan> made;
  private int place;
  private int relation;

  private Variants(Map<Integer, Versions> versions, int target, BiConsumer<Plan, Plan> made) {
    this.versions = versions;
    this.target = target;
    this.made = made;
  }

  /**
   * Returns the variants of {@code step}.
   *
   * @param made told of each operator made and the one it stands for
   */
  static List<Variant> of(Plan step, Map<Integer, Versions> versions, BiConsumer<Plan, Plan> made) {
    List<Variant> variants = new ArrayList<>();
    int places = Recursion.count(step, versions.keySet());
    for (int i = 0; i < places; i++) {
      Variants variant = new Variants(versions, i, made);
      Plan plan = variant.rewrite(step);
      variants.add(new Variant(variant.relation, plan));
    }
    return variants;
  }

  private Plan rewrite(Plan plan) {
    if (!Recursion.in(plan, versions.keySet())) {
      return plan;
    }
    Plan rewritten = rewritten(plan);
    made.accept(rewritten, plan);
    return rewritten;
  }

  private Plan rewritten(Plan plan) {
    return switch (plan) {
      case Plan.Recursive(int id, int width) -> new Plan.Recursive(version(id), width);
      case Plan.Filter(Plan input, Expression predicate) ->
          new Plan.Filter(rewrite(input), predicate);
      case Plan.Project(Plan input, List<Expression> expressions) ->
          new Plan.Project(rewrite(input), expressions);
      case Plan.Unnest(Plan input, Expression collection, int width) ->
          new Plan.Unnest(rewrite(input), collection, width);
      case Plan.Join join ->
          new Plan.Join(
              rewrite(join.left()),
              rewrite(join.right()),
              join.leftKeys(),
              join.rightKeys(),
              join.type(),
              join.residual());
      case Plan.Distinct(Plan input) -> new Plan.Distinct(rewrite(input));
      case Plan.Shared(int id, Plan input) -> rewrite(input);
      case Plan.Union(List<Plan> inputs) -> union(inputs);
      default -> throw new AssertionError("not additive: " + plan);
    };
  }

  /** Only the input with the new facts adds anything, if that is in one of them. */
  private Plan union(List<Plan> inputs) {
    List<Plan> rewritten = new ArrayList<>();
    Plan chosen = null;
    for (Plan input : inputs) {
      int before = place;
      Plan next = rewrite(input);
      rewritten.add(next);
      if (before <= target && target < place) {
        chosen = next;
      }
    }
    return chosen == null ? new Plan.Union(rewritten) : chosen;
  }

  private int version(int id) {
    Versions known = Objects.requireNonNull(versions.get(id));
    int at = place++;
    if (at == target) {
      relation = id;
      return known.fresh();
    }
    return at < target ? known.all() : known.old();
  }
}
