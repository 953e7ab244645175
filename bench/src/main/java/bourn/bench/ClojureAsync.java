package bourn.bench;

import bourn.Bourn;
import bourn.kernel.AppendRequest;
import bourn.kernel.EventStream;
import bourn.kernel.Value;
import clojure.lang.IFn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Events taken through a port, against what a channel of core.async gives from memory. */
final class ClojureAsync implements Bench {

  private static final int EVENTS = 200_000;
  private static final int WARM_MILLIS = 4_000;
  private static final int COUNTED = 7;

  @Override
  public String name() {
    return "clj-async";
  }

  @Override
  public String what() {
    return "200,000 events taken by one go block and by one thread through a core.async port";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    try (Bourn bourn = Bourn.open(scratch.resolve("events"))) {
      EventStream stream = bourn.stream("numbers");
      List<Value> values = new ArrayList<>(EVENTS);
      for (long n = 0; n < EVENTS; n++) {
        values.add(Value.of(n));
      }
      stream.append(AppendRequest.of(values)).orThrow();
      stream.seal(List.of());
      String blocking = "(loop [s 0] (if-let [n (a/<!! port)] (recur (+ s (long n))) s))";
      String parking =
          "(a/<!! (a/go-loop [s 0] (if-let [n (a/<! port)] (recur (+ s (long n))) s)))";
      return List.of(figure("thread", stream, blocking), figure("go", stream, parking));
    }
  }

  private Figure figure(String row, EventStream stream, String taking) throws Exception {
    IFn ours = Face.fn("(fn [s] (let [port (ba/reader-port s)] " + taking + "))");
    IFn theirs =
        Face.fn("(fn [_] (let [port (a/to-chan!! (vec (range " + EVENTS + ")))] " + taking + "))");
    if (!ours.invoke(stream).equals(theirs.invoke(stream))) {
      throw new IllegalStateException(row + ": not everything was taken");
    }
    double[] millis =
        Clock.medians(() -> ours.invoke(stream), () -> theirs.invoke(stream), WARM_MILLIS, COUNTED);
    return new Figure(
        name() + "/" + row,
        "M events/s",
        false,
        EVENTS / millis[0] / 1e3,
        "core.async 1.9.865, from memory",
        EVENTS / millis[1] / 1e3);
  }
}
