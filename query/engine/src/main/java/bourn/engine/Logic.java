package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.kernel.Value;
import java.util.Arrays;
import java.util.Map;

/**
 * Three-valued {@code and} and {@code or}: a missing argument leaves the outcome open unless
 * another decides it. What is neither {@code false} nor missing is true.
 *
 * @param decisive the truth value that decides the outcome alone
 */
record Logic(String name, boolean decisive) implements Function {

  private static final Value FALSE = Value.of(false);

  static void addTo(Map<String, Function> all) {
    all.put("and", new Logic("and", false));
    all.put("or", new Logic("or", true));
    ScalarFunction.strict(all, "not", argument -> Value.of(!truthy(argument)));
  }

  /** Whether Clojure takes {@code value} for true. */
  static boolean truthy(Value value) {
    return !(value instanceof Value.Nil) && !value.equals(FALSE);
  }

  @Override
  public Value apply(Value[] arguments) {
    boolean open = false;
    for (Value argument : arguments) {
      if (argument instanceof Value.Nil) {
        open = true;
      } else if (truthy(argument) == decisive) {
        return Value.of(decisive);
      }
    }
    return open ? Value.Nil.NIL : Value.of(!decisive);
  }

  @Override
  public Column apply(Column[] arguments, int count, Codes codes) {
    for (Column argument : arguments) {
      if (!argument.uniform() || argument.kind() != Kind.BOOL) {
        return RowByRow.apply(this, arguments, count, codes);
      }
    }
    long[] made = new long[count];
    Arrays.fill(made, decisive ? 0 : 1);
    for (Column argument : arguments) {
      combine(argument.words(), argument.start(), made);
    }
    return Column.of(Kind.BOOL, made);
  }

  private void combine(long[] words, int start, long[] made) {
    for (int i = 0; i < made.length; i++) {
      made[i] = decisive ? made[i] | words[start + i] : made[i] & words[start + i];
    }
  }
}
