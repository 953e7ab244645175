package bourn.datalog;

import bourn.datoms.Attribute;
import bourn.datoms.ValueType;
import bourn.engine.Source;
import bourn.kernel.Keyword;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What schemas say of the values of a query's variables, and what does not go with that. */
final class Types {

  private static final Set<ValueType> NUMBERS =
      EnumSet.of(
          ValueType.LONG,
          ValueType.REF,
          ValueType.DOUBLE,
          ValueType.FLOAT,
          ValueType.BIGINT,
          ValueType.BIGDEC);
  private static final Set<String> ARITHMETIC =
      Set.of("+", "-", "*", "/", "quot", "rem", "mod", "inc", "dec", "abs");
  private static final Set<String> SUMMING =
      Set.of("sum", "avg", "variance", "stddev", "variance-sample", "stddev-sample");

  private final Scope scope;
  private final Map<String, Clause.Pattern> typed = new HashMap<>();
  private final Map<String, ValueType> types = new HashMap<>();

  private Types(Scope scope) {
    this.scope = scope;
  }

  /** Refuses a query in which a variable is used as what it cannot be. */
  static void check(ParsedQuery query, Scope scope) {
    Types types = new Types(scope);
    types.learn(query.where());
    types.check(query.where());
    for (FindElement element : query.find()) {
      if (element instanceof FindElement.Pulled pulled) {
        types.checkEntity(pulled);
      }
      element.aggregates().forEach(types::check);
      if (element instanceof FindElement.Computed(Formula formula)) {
        types.check(formula.call());
      }
    }
    for (Formula having : query.having()) {
      having.aggregates().forEach(types::check);
      types.check(having.call());
    }
  }

  private void learn(List<Clause> clauses) {
    for (Clause clause : clauses) {
      if (clause instanceof Clause.Pattern pattern
          && pattern.terms().size() > Source.VALUE
          && pattern.terms().get(Source.VALUE) instanceof Term.Variable variable) {
        ValueType type = type(pattern);
        if (type != null) {
          types.putIfAbsent(variable.name(), type);
          typed.putIfAbsent(variable.name(), pattern);
        }
      }
    }
  }

  private @Nullable ValueType type(Clause.Pattern pattern) {
    Attribute declared =
        scope.sources().get(pattern.source()) instanceof Matched.Facts(Source source)
                && scope.constant(pattern.terms().get(Source.ATTRIBUTE)) instanceof Keyword ident
            ? source.declared(ident)
            : null;
    return declared == null ? null : declared.valueType();
  }

  private void check(List<Clause> clauses) {
    for (Clause clause : clauses) {
      switch (clause) {
        case Clause.Predicate(Call call, Place place) -> check(call);
        case Clause.Bind(Call call, Binding binding, Place place) -> check(call);
        default -> {}
      }
    }
  }

  private void check(Call call) {
    call.functions(
        called -> {
          if (ARITHMETIC.contains(called.function())) {
            called.arguments().forEach(argument -> checkNumber(called.function(), argument));
          }
        });
  }

  private void check(FindElement.Aggregate aggregate) {
    if (SUMMING.contains(aggregate.function())) {
      checkNumber(aggregate.function(), aggregate.argument());
    }
    if (aggregate.argument() instanceof Term.Nested(Call call)) {
      check(call);
    }
  }

  private void checkNumber(String function, Term term) {
    ValueType type = types.get(term.toString());
    if (type != null && !NUMBERS.contains(type)) {
      throw wrong(function + " needs numbers", term, type);
    }
  }

  private void checkEntity(FindElement.Pulled pulled) {
    ValueType type = types.get(pulled.variable().name());
    if (type != null && type != ValueType.REF && type != ValueType.LONG) {
      throw wrong("pull needs entities", pulled.variable(), type);
    }
  }

  private RuntimeException wrong(String required, Term term, ValueType type) {
    return term.place()
        .wrong(
            "wrong-type",
            required
                + ", and "
                + term
                + " has values of "
                + type.ident()
                + " in "
                + typed.get(term.toString()));
  }
}
