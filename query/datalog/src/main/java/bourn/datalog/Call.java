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
    for (Term argument : arguments) {
      switch (argument) {
        case Term.Variable variable -> visitor.accept(variable);
        case Term.Nested(Call nested) -> nested.variables(visitor);
        case Term.Constant constant -> {}
        case Term.Blank blank -> {}
        case Term.SourceName source -> {}
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
