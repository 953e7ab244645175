package bourn.datalog;

import bourn.engine.Plan;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a plan like another, with other scans. What is shared there is shared here. */
final class Mapping {

  private final Function<Plan.Scan, Plan> scans;
  private final IdentityHashMap<Plan, Plan> scanned = new IdentityHashMap<>();
  private final Map<Integer, Plan> shared = new HashMap<>();

  Mapping(Function<Plan.Scan, Plan> scans) {
    this.scans = scans;
  }

  Plan mapped(Plan plan) {
    return switch (plan) {
      case Plan.Scan scan -> scanned.computeIfAbsent(scan, s -> scans.apply(scan));
      case Plan.Rows rows -> rows;
      case Plan.Recursive recursive -> recursive;
      case Plan.Filter filter -> new Plan.Filter(mapped(filter.input()), filter.predicate());
      case Plan.Project project -> new Plan.Project(mapped(project.input()), project.expressions());
      case Plan.Unnest unnest ->
          new Plan.Unnest(mapped(unnest.input()), unnest.collection(), unnest.elementWidth());
      case Plan.Join join ->
          new Plan.Join(
              mapped(join.left()),
              mapped(join.right()),
              join.leftKeys(),
              join.rightKeys(),
              join.type(),
              join.residual());
      case Plan.Aggregate aggregate ->
          new Plan.Aggregate(mapped(aggregate.input()), aggregate.keys(), aggregate.calls());
      case Plan.Distinct distinct -> new Plan.Distinct(mapped(distinct.input()));
      case Plan.Union union -> new Plan.Union(union.inputs().stream().map(this::mapped).toList());
      case Plan.Sort sort ->
          new Plan.Sort(mapped(sort.input()), sort.keys(), sort.offset(), sort.limit());
      case Plan.Window window ->
          new Plan.Window(
              mapped(window.input()), window.partition(), window.order(), window.calls());
      case Plan.Iterate iterate ->
          new Plan.Iterate(
              iterate.id(), mapped(iterate.base()), mapped(iterate.step()), iterate.distinct());
      case Plan.Fixpoint fixpoint ->
          new Plan.Fixpoint(
              fixpoint.relations().stream().map(this::mapped).toList(), mapped(fixpoint.result()));
      case Plan.Closure closure ->
          new Plan.Closure(
              mapped(closure.steps()), mapped(closure.ends()), mappedOrNull(closure.from()));
      case Plan.GenericJoin join ->
          new Plan.GenericJoin(join.width(), join.sides().stream().map(this::mapped).toList());
      case Plan.Shared known -> shared(known);
    };
  }

  private Plan shared(Plan.Shared plan) {
    Plan known = shared.get(plan.id());
    if (known == null) {
      known = new Plan.Shared(plan.id(), mapped(plan.input()));
      shared.put(plan.id(), known);
    }
    return known;
  }

  private Plan.Side mapped(Plan.Side side) {
    return new Plan.Side(mapped(side.pairs()), side.from(), side.to());
  }

  private Plan.Relation mapped(Plan.Relation relation) {
    return new Plan.Relation(
        relation.id(), mapped(relation.base()), mapped(relation.step()), relation.extreme());
  }

  private @Nullable Plan mappedOrNull(@Nullable Plan plan) {
    return plan == null ? null : mapped(plan);
  }
}
