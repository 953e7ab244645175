package bourn.datalog;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A call over variables and aggregates. Prints as it would be written.
 *
 * @param call has an aggregate as a variable of the name that it prints as
 * @param aggregates those in it
 */
record Formula(Call call, List<FindElement.Aggregate> aggregates) {

  Formula {
    aggregates = List.copyOf(aggregates);
  }

  /** Passes every variable that is no aggregate to {@code visitor}. */
  void keys(Consumer<Term.Variable> visitor) {
    Set<String> names = new HashSet<>();
    aggregates.forEach(aggregate -> names.add(aggregate.toString()));
    call.variables(
        variable -> {
          if (!names.contains(variable.name())) {
            visitor.accept(variable);
          }
        });
  }

  @Override
  public String toString() {
    return call.toString();
  }
}
