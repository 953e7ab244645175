package bourn.datalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the clauses of a rule to where it is invoked. */
final class Substitution {

  private final Map<String, Term> terms = new HashMap<>();
  private final String source;
  private final String suffix;

  /**
   * Makes the substitution of {@code arguments} for {@code parameters}.
   *
   * @param source what the default source becomes
   * @param suffix what the names of all other variables get
   */
  Substitution(List<Term.Variable> parameters, List<Term> arguments, String source, String suffix) {
    this.source = source;
    this.suffix = suffix;
    for (int i = 0; i < parameters.size(); i++) {
      if (!(arguments.get(i) instanceof Term.Blank)) {
        terms.put(parameters.get(i).name(), arguments.get(i));
      }
    }
  }

  List<Clause> clauses(List<Clause> clauses) {
    return clauses.stream().map(this::clause).toList();
  }

  private Clause clause(Clause clause) {
    return switch (clause) {
      case Clause.Pattern(String name, List<Term> found, Place place) ->
          new Clause.Pattern(source(name), terms(found), place);
      case Clause.Predicate(Call call, Place place) -> new Clause.Predicate(call(call), place);
      case Clause.Bind(Call call, Binding binding, Place place) -> bind(call(call), binding, place);
      case Clause.Invoke(String name, String rule, List<Term> arguments, Place place) ->
          new Clause.Invoke(source(name), rule, terms(arguments), place);
      case Clause.Not(List<Term.Variable> joined, List<Clause> body, Place place) ->
          new Clause.Not(variables(joined), clauses(body), place);
      case Clause.Or or ->
          new Clause.Or(
              some(or.required()),
              variables(or.joined()),
              or.branches().stream().map(this::clauses).toList(),
              or.place());
    };
  }

  private String source(String name) {
    return name.equals("$") ? source : name;
  }

  private Clause bind(Call call, Binding binding, Place place) {
    return new Clause.Bind(call, binding(binding), place);
  }

  private Binding binding(Binding binding) {
    return switch (binding) {
      case Binding.Ignore ignore -> ignore;
      case Binding.Scalar(Term.Variable variable) -> new Binding.Scalar(variable(variable));
      case Binding.Each(Binding element, Place place) -> new Binding.Each(binding(element), place);
      case Binding.Tuple(List<Binding> elements, Place place) ->
          new Binding.Tuple(elements.stream().map(this::binding).toList(), place);
    };
  }

  private Call call(Call call) {
    return new Call(call.function(), terms(call.arguments()), call.place());
  }

  private List<Term> terms(List<Term> found) {
    return found.stream().map(this::term).toList();
  }

  private Term term(Term term) {
    return switch (term) {
      case Term.Variable variable -> {
        Term known = terms.get(variable.name());
        yield known == null ? own(variable) : known;
      }
      case Term.Nested(Call call) -> new Term.Nested(call(call));
      case Term.SourceName(String name, Place place) -> new Term.SourceName(source(name), place);
      case Term.Constant constant -> constant;
      case Term.Blank blank -> blank;
      case Term.Subquery query -> query;
      case Term.RulesName rules -> rules;
    };
  }

  private @Nullable List<Term.Variable> variables(@Nullable List<Term.Variable> variables) {
    return variables == null ? null : some(variables);
  }

  private List<Term.Variable> some(List<Term.Variable> variables) {
    return variables.stream().map(this::variable).toList();
  }

  /** A parameter that became a constant keeps a name, which {@link #equalities} make constant. */
  private Term.Variable variable(Term.Variable variable) {
    return terms.get(variable.name()) instanceof Term.Variable known ? known : own(variable);
  }

  private Term.Variable own(Term.Variable variable) {
    return new Term.Variable(variable.name() + suffix, variable.place());
  }

  /** Returns the equalities that hold the names of parameters whose argument is a constant. */
  List<Clause> equalities(List<Term.Variable> parameters, List<Term> arguments, Place place) {
    List<Clause> equalities = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      if (arguments.get(i) instanceof Term.Constant constant) {
        equalities.add(
            new Clause.Bind(
                new Call("identity", List.of(constant), place),
                new Binding.Scalar(own(parameters.get(i))),
                place));
      }
    }
    return equalities;
  }
}
