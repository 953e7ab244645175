package bourn.datalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The aggregates in the head of a rule, as in {@code [(total ?x (sum ?y) :with ?z) ...]}: over the
 * different rows of its parameters and of what {@code :with} names, as in {@code :find}.
 *
 * @param aggregates by the position of the parameter
 * @param with variables that tell rows apart beside the parameters
 */
record Folding(Map<Integer, FindElement.Aggregate> aggregates, List<Term.Variable> with) {

  /** No aggregates. */
  static final Folding NONE = new Folding(Map.of(), List.of());

  Folding {
    aggregates = Map.copyOf(aggregates);
    with = List.copyOf(with);
  }

  /** Returns whether there is no aggregate. */
  boolean none() {
    return aggregates.isEmpty();
  }

  /** Returns whether {@code position} is an aggregate's. */
  boolean at(int position) {
    return aggregates.containsKey(position);
  }

  /** Returns whether a rule may depend on itself through this: it keeps the best of one value. */
  boolean monotone() {
    return aggregates.size() == 1
        && with.isEmpty()
        && aggregates.values().stream()
            .allMatch(a -> a.parameters().isEmpty() && Set.of("min", "max").contains(a.function()));
  }

  /** Returns the same of only the parameters at {@code kept}. */
  Folding only(Set<Integer> kept) {
    Map<Integer, FindElement.Aggregate> moved = new LinkedHashMap<>();
    List<Integer> positions = new ArrayList<>(kept);
    aggregates.forEach((at, aggregate) -> moved.put(positions.indexOf(at), aggregate));
    return new Folding(moved, with);
  }

  /** Returns whether rules with these in their heads can be branches of one. */
  boolean alike(Folding other) {
    return written().equals(other.written()) && with.size() == other.with.size();
  }

  private Map<Integer, String> written() {
    return aggregates.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, e -> e.getValue().function() + e.getValue().parameters()));
  }

  /** Returns the aggregate at {@code position}, or null. */
  FindElement.@Nullable Aggregate aggregate(int position) {
    return aggregates.get(position);
  }
}
