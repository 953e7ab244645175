package bourn.sql;

import bourn.engine.Function;
import bourn.kernel.Value;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.jspecify.annotations.Nullable;

/**
 * {@code x = ANY (list)} and its like: whether a value compares so with some element of a list, or
 * with all.
 *
 * @param all whether with all
 */
record Quantified(Comparison comparison, boolean all) implements Function {

  /** Returns what {@code call} computes, or null if it is no such comparison. */
  static @Nullable Quantified find(RexCall call) {
    if (!(call.getOperator() instanceof SqlQuantifyOperator operator)) {
      return null;
    }
    SqlKind kind = operator.comparisonKind;
    return new Quantified(Comparison.of(kind), operator.getKind() == SqlKind.ALL);
  }

  @Override
  public String name() {
    return comparison + (all ? " ALL" : " ANY");
  }

  @Override
  public Value apply(Value[] arguments) {
    if (!(arguments[1] instanceof Value.Items(List<Value> elements))) {
      return Value.Nil.NIL;
    }
    Value answer = Value.of(all);
    for (Value element : elements) {
      Value one = comparison.apply(new Value[] {arguments[0], element});
      if (one.equals(Value.of(!all))) {
        return one;
      }
      answer = one instanceof Value.Nil ? one : answer;
    }
    return answer;
  }
}
