package bourn.datalog;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A function with its arguments. */
record Call(String function, List<Term> arguments, Place place) {

  Call {
    arguments = List.copyOf(arguments);
  }

  /** Passes every variable among the arguments, also of nested calls, to {@code visitor}. */
  void variables(Consumer<Term.Variable> visitor) {
    arguments.forEach(argument -> argument.variables(visitor));
  }

  /** Passes this call, and every one nested in it, to {@code visitor}. */
  void functions(Consumer<Call> visitor) {
    visitor.accept(this);
    for (Term argument : arguments) {
      if (argument instanceof Term.Nested(Call nested)) {
        nested.functions(visitor);
      }
    }
  }

  @Override
  public String toString() {
    return arguments.stream()
        .map(Term::toString)
        .collect(Collectors.joining(" ", "(" + function + " ", ")"));
  }
}
