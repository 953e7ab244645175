package bourn.sql;

import bourn.engine.Function;
import bourn.kernel.Value;
import java.time.DateTimeException;

/**
 * A function that is missing where one of its arguments is.
 *
 * @param name by which plans print it
 * @param body given arguments none of which is missing
 */
record Strict(String name, java.util.function.Function<Value[], Value> body) implements Function {

  @Override
  public Value apply(Value[] arguments) {
    for (Value argument : arguments) {
      if (argument instanceof Value.Nil) {
        return argument;
      }
    }
    try {
      return body.apply(arguments);
    } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
      throw SqlErrors.wrong("argument", name + " of these values has no result: " + e.getMessage());
    }
  }
}
