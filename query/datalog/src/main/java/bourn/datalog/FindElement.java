package bourn.datalog;

import bourn.kernel.Value;
import java.util.List;

/** One column of what a query finds. Prints as it would be written. */
sealed interface FindElement {

  /** Returns the variable that the column comes from. */
  Term.Variable variable();

  /** Returns where this stands. */
  Place place();

  /** A variable as it is. */
  record Plain(Term.Variable variable) implements FindElement {
    @Override
    public Place place() {
      return variable.place();
    }

    @Override
    public String toString() {
      return variable.toString();
    }
  }

  /**
   * An aggregate.
   *
   * @param parameters the constants before the variable, as in {@code (min 3 ?x)}
   */
  record Aggregate(String function, List<Value> parameters, Term.Variable variable, Place place)
      implements FindElement {
    public Aggregate {
      parameters = List.copyOf(parameters);
    }

    @Override
    public String toString() {
      StringBuilder out = new StringBuilder("(" + function + " ");
      parameters.forEach(parameter -> out.append(parameter).append(' '));
      return out.append(variable).append(')').toString();
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
    public String toString() {
      return "(pull " + (source.equals("$") ? "" : source + " ") + variable + " " + pattern + ")";
    }
  }
}
