package bourn.sql;

import bourn.engine.Function;
import bourn.kernel.Value;
import java.util.function.IntFunction;

/** Chooses one of its arguments. */
enum Conditional implements Function {
  /** Condition, result, condition, result, .., result otherwise. */
  CASE {
    @Override
    Value choose(int count, IntFunction<Value> argument) {
      for (int i = 0; i + 1 < count; i += 2) {
        if (argument.apply(i) instanceof Value.Bool(boolean yes) && yes) {
          return argument.apply(i + 1);
        }
      }
      return argument.apply(count - 1);
    }
  },
  /** The first that is not missing. */
  COALESCE {
    @Override
    Value choose(int count, IntFunction<Value> argument) {
      Value value = Value.Nil.NIL;
      for (int i = 0; i < count && value instanceof Value.Nil; i++) {
        value = argument.apply(i);
      }
      return value;
    }
  };

  /** Returns the argument chosen; asks for no argument that does not matter. */
  abstract Value choose(int count, IntFunction<Value> argument);

  @Override
  public Value apply(Value[] arguments) {
    return choose(arguments.length, i -> arguments[i]);
  }
}
