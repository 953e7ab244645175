package bourn.sql;

import bourn.engine.Function;
import bourn.kernel.Value;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeFamily;

/**
 * A time moved by an interval.
 *
 * @param months whether the interval counts months, not milliseconds
 * @param back whether the time moves back
 */
record TimeShift(boolean months, boolean back) implements Function {

  static TimeShift of(RexCall call) {
    boolean months =
        call.getOperands().stream()
            .anyMatch(
                operand -> operand.getType().getFamily() == SqlTypeFamily.INTERVAL_YEAR_MONTH);
    return new TimeShift(months, call.getKind() == SqlKind.MINUS);
  }

  @Override
  public String name() {
    return back ? "EARLIER" : "LATER";
  }

  @Override
  public Value apply(Value[] arguments) {
    boolean first = arguments[0] instanceof Value.Time;
    Value time = arguments[first ? 0 : 1];
    Value shift = arguments[first ? 1 : 0];
    if (!(time instanceof Value.Time(long micros)) || !(shift instanceof Value.Int(long by))) {
      return Value.Nil.NIL;
    }
    try {
      long signed = back ? Math.negateExact(by) : by;
      return new Value.Time(
          months
              ? Times.micros(Times.time(micros).plusMonths(signed))
              : Math.addExact(micros, Math.multiplyExact(signed, 1_000L)));
    } catch (ArithmeticException | java.time.DateTimeException e) {
      throw Numbers.overflow("a time moved by " + by);
    }
  }
}
