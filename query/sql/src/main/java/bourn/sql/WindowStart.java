package bourn.sql;

import bourn.engine.Function;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the windows begin in which a time is: windows as long as each other, from 1970 on.
 *
 * @param all whether there are several, which overlap: then the arguments are the time, the
 *     distance between them, and their length; else the time and the length
 */
record WindowStart(boolean all) implements Function {

  private static final int MOST_WINDOWS = 10_000;

  @Override
  public String name() {
    return all ? "WINDOW STARTS" : "WINDOW START";
  }

  @Override
  public Value apply(Value[] arguments) {
    if (!(arguments[0] instanceof Value.Time(long time))) {
      return Value.Nil.NIL;
    }
    long step = micros(arguments[1]);
    long length = all ? micros(arguments[2]) : step;
    int offset = all ? 3 : 2;
    long shift =
        arguments.length > offset
            ? Math.floorMod(Numbers.whole(arguments[offset]) * 1_000, step)
            : 0;
    long last = Math.floorDiv(time - shift, step) * step + shift;
    return all ? starts(time, last, step, length) : new Value.Time(last);
  }

  private static long micros(Value interval) {
    long millis = Numbers.whole(interval);
    if (millis < 1) {
      throw SqlErrors.wrong(
          "argument", "the length of a window is positive, was " + millis + " ms");
    }
    return Math.multiplyExact(millis, 1_000L);
  }

  private static Value starts(long time, long last, long step, long length) {
    if (length / step > MOST_WINDOWS) {
      throw SqlErrors.wrong(
          "argument", "a time is in at most " + MOST_WINDOWS + " windows, was " + length / step);
    }
    List<Value> starts = new ArrayList<>();
    for (long start = last; start > time - length; start -= step) {
      starts.addFirst(new Value.Time(start));
    }
    return new Value.Items(starts);
  }
}
