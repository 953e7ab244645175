package bourn.datalog;

import bourn.kernel.Value;
import java.util.List;
import java.util.function.Consumer;

/** One column of what a query finds. Prints as it would be written. */
sealed interface FindElement {

  /** Returns where this stands. */
  Place place();

  /** Passes every variable that the column is computed from to {@code visitor}. */
  void variables(Consumer<Term.Variable> visitor);

  /** Returns the aggregates in it. */
  default List<Aggregate> aggregates() {
    return List.of();
  }

  /** Passes every variable whose values tell groups apart to {@code visitor}. */
  default void keys(Consumer<Term.Variable> visitor) {
    variables(visitor);
  }

  /** A variable as it is. */
  record Plain(Term.Variable variable) implements FindElement {
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

  /**
   * An aggregate.
   *
   * @param parameters the constants before the argument, as in {@code (min 3 ?x)}
   * @param argument a variable, or what functions make of variables
   */
  record Aggregate(String function, List<Value> parameters, Term argument, Place place)
      implements FindElement {
    public Aggregate {
      parameters = List.copyOf(parameters);
    }

    @Override
    public void variables(Consumer<Term.Variable> visitor) {
      argument.variables(visitor);
    }

    @Override
    public List<Aggregate> aggregates() {
      return List.of(this);
    }

    @Override
    public void keys(Consumer<Term.Variable> visitor) {}

    @Override
    public String toString() {
      StringBuilder out = new StringBuilder("(" + function + " ");
      parameters.forEach(parameter -> out.append(parameter).append(' '));
      return out.append(argument).append(')').toString();
    }
  }

  /**
   * What functions make of variables and aggregates.
   *
   * @param formula has an aggregate as a variable of the name that it prints as
   */
  record Computed(Formula formula) implements FindElement {
    @Override
    public Place place() {
      return formula.call().place();
    }

    @Override
    public void variables(Consumer<Term.Variable> visitor) {
      keys(visitor);
      aggregates().forEach(aggregate -> aggregate.variables(visitor));
    }

    @Override
    public List<Aggregate> aggregates() {
      return formula.aggregates();
    }

    @Override
    public void keys(Consumer<Term.Variable> visitor) {
      formula.keys(visitor);
    }

    @Override
    public String toString() {
      return formula.toString();
    }
  }

  /**
   * What a pull pattern makes of an entity.
   *
   * @param pattern the pattern, or the name of a scalar input that has it
   */
  record Pulled(String source, Term.Variable variable, Node pattern, Place place)
      implements FindElement {
    @Override
    public void variables(Consumer<Term.Variable> visitor) {
      visitor.accept(variable);
    }

    @Override
    public String toString() {
      return "(pull " + (source.equals("$") ? "" : source + " ") + variable + " " + pattern + ")";
    }
  }
}
