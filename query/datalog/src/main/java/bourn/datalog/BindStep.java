package bourn.datalog;

import bourn.engine.Expression;
import bourn.kernel.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Binds what a function gives. */
record BindStep(Clause.Bind clause, Set<String> needs, Scope scope) implements Step {

  @Override
  public String written() {
    return clause.toString();
  }

  @Override
  public Place place() {
    return clause.place();
  }

  @Override
  public Set<String> mentions() {
    Set<String> all = new HashSet<>(needs);
    clause.binding().variables(variable -> all.add(variable.name()));
    return all;
  }

  @Override
  public boolean narrows() {
    return true;
  }

  @Override
  public double estimate(Tuples current) {
    return current.estimate();
  }

  @Override
  public double work() {
    return 0;
  }

  @Override
  public Tuples apply(Tuples current, Set<String> wanted) {
    Expression value = Expressions.of(clause.call(), current, scope);
    return bind(current, value, clause.binding(), scope).only(wanted);
  }

  /** Returns the rows with the variables that {@code binding} makes of a value. */
  static Tuples bind(Tuples current, Expression value, Binding binding, Scope scope) {
    return switch (binding) {
      case Binding.Ignore ignore -> current;
      case Binding.Scalar(Term.Variable variable) -> scalar(current, value, variable, scope);
      case Binding.Tuple(List<Binding> elements, Place place) ->
          tuple(current, value, elements, scope);
      case Binding.Each(Binding element, Place place) -> {
        String name = fresh(current);
        Tuples unnested = current.unnest(value, 0, List.of(name));
        yield bind(unnested, new Expression.Input(unnested.index(name)), element, scope);
      }
    };
  }

  private static Tuples scalar(
      Tuples current, Expression value, Term.Variable variable, Scope scope) {
    Value constant = scope.constant(variable);
    if (constant != null) {
      return current.filter(Plumbing.SAME.of(value, new Expression.Constant(constant)), 0.1);
    }
    int known = current.index(variable.name());
    if (known >= 0) {
      return current.filter(Plumbing.SAME.of(value, new Expression.Input(known)), 0.1);
    }
    Tuples extended = current.extend(variable.name(), value);
    int column = extended.columns().size() - 1;
    return extended.filter(Plumbing.SOME.of(new Expression.Input(column)), 1);
  }

  private static Tuples tuple(
      Tuples current, Expression value, List<Binding> elements, Scope scope) {
    String name = fresh(current);
    Tuples bound = current.extend(name, value);
    Expression list = new Expression.Input(bound.index(name));
    for (int i = 0; i < elements.size(); i++) {
      Expression element = Plumbing.ELEMENT.of(list, new Expression.Constant(Value.of(i)));
      bound = bind(bound, element, elements.get(i), scope);
    }
    return bound;
  }

  private static String fresh(Tuples current) {
    return " v" + current.columns().size();
  }
}
