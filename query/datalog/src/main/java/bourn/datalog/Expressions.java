package bourn.datalog;

import bourn.engine.Expression;
import bourn.engine.Function;
import bourn.engine.Functions;
import bourn.engine.HostFunctions;
import bourn.engine.Nearest;
import bourn.engine.QueryException;
import bourn.kernel.Value;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes expressions over the columns of tuples. */
final class Expressions {

  private Expressions() {}

  /** Returns what {@code call} computes from a row of {@code tuples}. */
  static Expression of(Call call, Tuples tuples, Scope scope) {
    if (call.function().equals(Subqueries.NAME)) {
      return Subqueries.expression(call, tuples, scope);
    }
    if (call.function().equals(SqlStatements.NAME)) {
      return SqlStatements.expression(call, tuples, scope);
    }
    return new Expression.Call(
        function(call, scope.functions()),
        call.arguments().stream().map(argument -> of(argument, tuples, scope)).toList());
  }

  /** Returns what {@code term} is in a row of {@code tuples}. */
  static Expression of(Term term, Tuples tuples, Scope scope) {
    Value constant = scope.constant(term);
    if (constant != null) {
      return new Expression.Constant(constant);
    }
    return switch (term) {
      case Term.Variable(String name, Place place) -> new Expression.Input(tuples.index(name));
      case Term.Nested(Call nested) -> of(nested, tuples, scope);
      case Term.Blank blank ->
          throw term.place().wrong("malformed", "a function cannot be called with a blank");
      case Term.SourceName source ->
          throw term.place().wrong("malformed", "this function takes no source, found " + source);
      case Term.RulesName rules ->
          throw term.place().wrong("malformed", "this function takes no rules, found " + rules);
      case Term.Subquery query ->
          throw term.place().wrong("malformed", "this function takes no query, found " + query);
      case Term.Constant known -> new Expression.Constant(known.value());
    };
  }

  /** Returns the value of a call whose arguments are all constant, or null if they are not. */
  static @Nullable Value constant(Call call, Scope scope) {
    if (call.function().equals(Subqueries.NAME) || call.function().equals(SqlStatements.NAME)) {
      return null;
    }
    Value[] arguments = new Value[call.arguments().size()];
    for (int i = 0; i < arguments.length; i++) {
      Term argument = call.arguments().get(i);
      Value value =
          argument instanceof Term.Nested(Call nested)
              ? constant(nested, scope)
              : scope.constant(argument);
      if (value == null) {
        return null;
      }
      arguments[i] = value;
    }
    return function(call, scope.functions()).apply(arguments);
  }

  /** Returns the function that {@code call} names, of the library or else of {@code host}. */
  static Function function(Call call, HostFunctions host) {
    Function function = Functions.lookup(call.function());
    if (function != null) {
      checkArity(call, function);
      return function;
    }
    Function own = host.lookup(call.function());
    if (own == null) {
      throw unknown(call, host);
    }
    return own;
  }

  private static QueryException unknown(Call call, HostFunctions host) {
    String name = call.function();
    if (CausalRules.NAMES.contains(name)) {
      return call.place()
          .wrong("unknown-function", name + " is a rule", "a rule stands alone: " + call);
    }
    Set<String> known = new TreeSet<>(Functions.names());
    known.addAll(host.names());
    return call.place()
        .wrong(
            "unknown-function",
            "there is no function " + name,
            name.startsWith("?")
                ? "a function is given for " + name + " in :in"
                : Nearest.hint(name, known));
  }

  /** A function tells its arity only by refusing: so ask it once, with nothing in its hands. */
  private static void checkArity(Call call, Function function) {
    Value[] nothing = new Value[call.arguments().size()];
    Arrays.fill(nothing, Value.Nil.NIL);
    try {
      function.apply(nothing);
    } catch (QueryException e) {
      if (e.code().name().equals("query/wrong-arity")) {
        throw call.place().wrong("wrong-arity", String.valueOf(e.getMessage()));
      }
    }
  }
}
