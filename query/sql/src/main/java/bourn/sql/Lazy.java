package bourn.sql;

import bourn.engine.Expression;
import bourn.engine.Function;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * An expression computed row by row, of which only those branches are computed that the row takes:
 * {@code CASE WHEN b = 0 THEN 0 ELSE a / b END} does not divide by zero.
 *
 * @param body over the arguments
 */
record Lazy(Expression body) implements Function {

  /** Returns {@code expression}, computed row by row. */
  static Expression of(Expression expression) {
    List<Integer> inputs = new ArrayList<>();
    Expression body = rebase(expression, inputs);
    List<Expression> arguments = new ArrayList<>();
    inputs.forEach(input -> arguments.add(new Expression.Input(input)));
    return new Expression.Call(new Lazy(body), arguments);
  }

  /** Returns what is true of the values of the one input of {@code condition} that satisfy it. */
  static Predicate<Value> test(Expression condition) {
    Expression body = rebase(condition, new ArrayList<>());
    return value -> evaluate(body, new Value[] {value}).equals(Value.of(true));
  }

  private static Expression rebase(Expression expression, List<Integer> inputs) {
    return switch (expression) {
      case Expression.Input(int index) -> {
        if (!inputs.contains(index)) {
          inputs.add(index);
        }
        yield new Expression.Input(inputs.indexOf(index));
      }
      case Expression.Constant constant -> constant;
      case Expression.Call(Function function, List<Expression> arguments) ->
          new Expression.Call(function, arguments.stream().map(a -> rebase(a, inputs)).toList());
    };
  }

  @Override
  public String name() {
    return "lazy";
  }

  @Override
  public Value apply(Value[] row) {
    return evaluate(body, row);
  }

  private static Value evaluate(Expression expression, Value[] row) {
    return switch (expression) {
      case Expression.Input(int index) -> row[index];
      case Expression.Constant(Value value) -> value;
      case Expression.Call(Lazy lazy, List<Expression> arguments) ->
          lazy.apply(all(arguments, row));
      case Expression.Call(Conditional branches, List<Expression> arguments) ->
          branches.choose(arguments.size(), i -> evaluate(arguments.get(i), row));
      case Expression.Call(Logic logic, List<Expression> arguments) ->
          logic.decide(arguments.size(), i -> evaluate(arguments.get(i), row));
      case Expression.Call(Function function, List<Expression> arguments) ->
          function.apply(all(arguments, row));
    };
  }

  private static Value[] all(List<Expression> arguments, Value[] row) {
    Value[] values = new Value[arguments.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = evaluate(arguments.get(i), row);
    }
    return values;
  }
}
