package bourn.datalog;

import bourn.engine.Expression;
import bourn.engine.Function;
import bourn.engine.Functions;
import bourn.engine.Nearest;
import bourn.engine.QueryException;
import bourn.kernel.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes expressions over the columns of tuples. */
final class Expressions {

  private Expressions() {}

  /** Returns what {@code call} computes from a row of {@code tuples}. */
  static Expression of(Call call, Tuples tuples, Scope scope) {
    return new Expression.Call(
        function(call),
        call.arguments().stream().map(argument -> of(argument, tuples, scope)).toList());
  }

  private static Expression of(Term term, Tuples tuples, Scope scope) {
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
      case Term.Constant known -> new Expression.Constant(known.value());
    };
  }

  /** Returns the value of a call whose arguments are all constant, or null if they are not. */
  static @Nullable Value constant(Call call, Scope scope) {
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
    return function(call).apply(arguments);
  }

  /** Returns the function that {@code call} names. */
  static Function function(Call call) {
    Function function = Functions.lookup(call.function());
    if (function == null) {
      throw call.place()
          .wrong(
              "unknown-function",
              "there is no function " + call.function(),
              Nearest.hint(call.function(), Functions.names()));
    }
    checkArity(call, function);
    return function;
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
