package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.kernel.Value;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function of numbers, folded over its arguments from the left.
 *
 * @param alone what stands on the left of a single argument, as 0 in {@code (- 5)}, or null when a
 *     single argument is the result
 * @param checked whether a result that fits no long is an error
 */
record Arithmetic(
    String name, Operation operation, int least, @Nullable Value alone, boolean checked)
    implements Function {

  /** What is done with two numbers. */
  enum Operation {
    PLUS,
    MINUS,
    TIMES,
    DIVIDE,
    QUOT,
    REM,
    MOD,
    LEAST,
    GREATEST;

    boolean divides() {
      return this == DIVIDE || this == QUOT || this == REM || this == MOD;
    }
  }

  static void addTo(Map<String, Function> all, boolean checked) {
    add(all, new Arithmetic("+", Operation.PLUS, 1, null, checked));
    add(all, new Arithmetic("-", Operation.MINUS, 1, Value.of(0L), checked));
    add(all, new Arithmetic("*", Operation.TIMES, 1, null, checked));
    add(all, new Arithmetic("/", Operation.DIVIDE, 1, Value.of(1L), checked));
    add(all, new Arithmetic("quot", Operation.QUOT, 2, null, checked));
    add(all, new Arithmetic("rem", Operation.REM, 2, null, checked));
    add(all, new Arithmetic("mod", Operation.MOD, 2, null, checked));
    add(all, new Arithmetic("min", Operation.LEAST, 1, null, checked));
    add(all, new Arithmetic("max", Operation.GREATEST, 1, null, checked));
    all.put("inc", new WithOne("inc", new Arithmetic("inc", Operation.PLUS, 2, null, checked)));
    all.put("dec", new WithOne("dec", new Arithmetic("dec", Operation.MINUS, 2, null, checked)));
    Arithmetic minus = new Arithmetic("abs", Operation.MINUS, 1, Value.of(0L), checked);
    ScalarFunction.strict(all, "abs", argument -> absolute(argument, minus));
  }

  private static void add(Map<String, Function> all, Arithmetic function) {
    all.put(function.name(), function);
  }

  private static Value absolute(Value argument, Arithmetic minus) {
    ExactNumbers.require("abs", argument);
    return NumericOrder.compare(argument, Value.of(0L)) < 0
        ? minus.apply(new Value[] {argument})
        : argument;
  }

  @Override
  public Value apply(Value[] arguments) {
    ScalarFunction.check(name, arguments.length, least, Integer.MAX_VALUE);
    for (Value argument : arguments) {
      if (argument instanceof Value.Nil) {
        return argument;
      }
    }
    if (arguments.length == 1) {
      return alone == null ? single(arguments[0]) : two(alone, arguments[0]);
    }
    Value result = arguments[0];
    for (int i = 1; i < arguments.length; i++) {
      result = two(result, arguments[i]);
    }
    return result;
  }

  private Value single(Value argument) {
    if (!operation.equals(Operation.LEAST) && !operation.equals(Operation.GREATEST)) {
      ExactNumbers.require(name, argument);
    }
    return argument;
  }

  private Value two(Value left, Value right) {
    if (operation == Operation.LEAST) {
      return NumericOrder.compare(left, right) <= 0 ? left : right;
    }
    if (operation == Operation.GREATEST) {
      return NumericOrder.compare(left, right) >= 0 ? left : right;
    }
    Value result = ExactNumbers.compute(operation, name, left, right);
    boolean grown =
        result instanceof Value.BigInt && left instanceof Value.Int && right instanceof Value.Int;
    if (checked && grown) {
      throw Functions.overflow(name);
    }
    return result;
  }

  @Override
  public Column apply(Column[] arguments, int count, Codes codes) {
    Column made =
        arguments.length == 2 && arguments[0].uniform() && arguments[1].uniform()
            ? kernel(arguments[0], arguments[1], count)
            : null;
    return made == null ? RowByRow.apply(this, arguments, count, codes) : made;
  }

  private @Nullable Column kernel(Column left, Column right, int count) {
    boolean ints = left.kind() == Kind.INT && right.kind() == Kind.INT;
    if (ints) {
      return IntKernels.compute(operation, left, right, count);
    }
    boolean picks = operation == Operation.LEAST || operation == Operation.GREATEST;
    return isNumber(left.kind())
            && isNumber(right.kind())
            && (!picks || left.kind() == right.kind())
        ? RealKernels.compute(operation, left, right, count)
        : null;
  }

  private static boolean isNumber(Kind kind) {
    return kind == Kind.INT || kind == Kind.REAL;
  }

  /** A function of two numbers of which the second is 1. */
  private record WithOne(String name, Arithmetic function) implements Function {

    @Override
    public Value apply(Value[] arguments) {
      ScalarFunction.check(name, arguments.length, 1, 1);
      return function.apply(new Value[] {arguments[0], Value.of(1L)});
    }

    @Override
    public Column apply(Column[] arguments, int count, Codes codes) {
      ScalarFunction.check(name, arguments.length, 1, 1);
      long[] ones = new long[count];
      Arrays.fill(ones, 1);
      return function.apply(new Column[] {arguments[0], Column.of(Kind.INT, ones)}, count, codes);
    }
  }
}
