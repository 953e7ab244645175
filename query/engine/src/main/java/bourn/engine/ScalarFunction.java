package bourn.engine;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.Map;

/**
 * A function known by single rows only.
 *
 * @param least the fewest arguments
 * @param most the most arguments
 */
record ScalarFunction(String name, int least, int most, Body body) implements Function {

  /** What it computes; the number of arguments has been checked. */
  @FunctionalInterface
  interface Body {
    Value apply(Value[] arguments);
  }

  /** What it computes from its one argument. */
  @FunctionalInterface
  interface OneBody {
    Value apply(Value argument);
  }

  /** What it tells of its one argument, which may be {@code nil}. */
  @FunctionalInterface
  interface Test {
    boolean test(Value argument);
  }

  @Override
  public Value apply(Value[] arguments) {
    check(name, arguments.length, least, most);
    return body.apply(arguments);
  }

  static void check(String name, int found, int least, int most) {
    if (found < least || found > most) {
      throw new QueryException(
          Keyword.of("query/wrong-arity"),
          name
              + " takes "
              + (least == most ? "" + least : least + " to " + most)
              + " arguments, was "
              + found);
    }
  }

  /** Adds a function that gives {@code nil} when any of its arguments is. */
  static void strict(Map<String, Function> all, String name, int least, int most, Body body) {
    all.put(
        name,
        new ScalarFunction(
            name,
            least,
            most,
            arguments -> anyMissing(arguments) ? Value.Nil.NIL : body.apply(arguments)));
  }

  /** Adds a function of one argument that gives {@code nil} for {@code nil}. */
  static void strict(Map<String, Function> all, String name, OneBody body) {
    strict(all, name, 1, 1, arguments -> body.apply(arguments[0]));
  }

  /** Adds a function that takes {@code nil} as any other value. */
  static void lenient(Map<String, Function> all, String name, int least, int most, Body body) {
    all.put(name, new ScalarFunction(name, least, most, body));
  }

  /** Adds a predicate that takes {@code nil} as any other value. */
  static void test(Map<String, Function> all, String name, Test test) {
    lenient(all, name, 1, 1, arguments -> Value.of(test.test(arguments[0])));
  }

  private static boolean anyMissing(Value[] arguments) {
    for (Value argument : arguments) {
      if (argument instanceof Value.Nil) {
        return true;
      }
    }
    return false;
  }
}
