package bourn.datalog;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** How a value is taken apart into variables. */
sealed interface Binding {

  /** Returns where this stands. */
  Place place();

  /** Passes every variable to {@code visitor}, in order. */
  void variables(Consumer<Term.Variable> visitor);

  /** {@code ?x}: the value itself. */
  record Scalar(Term.Variable variable) implements Binding {
    @Override
    public Place place() {
      return variable.place();
    }

    @Override
    public void variables(Consumer<Term.Variable> visitor) {
      visitor.accept(variable);
    }

    @Override
    public String toString() {
      return variable.toString();
    }
  }

  /** {@code _}: nothing. */
  record Ignore(Place place) implements Binding {
    @Override
    public void variables(Consumer<Term.Variable> visitor) {}

    @Override
    public String toString() {
      return "_";
    }
  }

  /** {@code [?x ...]}: each element of a collection. */
  record Each(Binding element, Place place) implements Binding {
    @Override
    public void variables(Consumer<Term.Variable> visitor) {
      element.variables(visitor);
    }

    @Override
    public String toString() {
      return "[" + element + " ...]";
    }
  }

  /** {@code [?x ?y]}: the elements of a list, by position. */
  record Tuple(List<Binding> elements, Place place) implements Binding {
    public Tuple {
      elements = List.copyOf(elements);
    }

    @Override
    public void variables(Consumer<Term.Variable> visitor) {
      elements.forEach(element -> element.variables(visitor));
    }

    @Override
    public String toString() {
      return elements.stream().map(Binding::toString).collect(Collectors.joining(" ", "[", "]"));
    }
  }
}
