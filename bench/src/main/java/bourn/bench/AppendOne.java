package bourn.bench;

import bourn.kernel.AppendRequest;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;

/** Single appends by one thread, each timed. */
final class AppendOne implements Bench {

  private static final int RECORDS = 1_000_000;
  private static final int WARM_ROUNDS = 3;

  /** One append. */
  private interface Call {
    void append(int index);
  }

  @Override
  public String name() {
    return "append-one";
  }

  @Override
  public String what() {
    return "1,000,000 records of 100 bytes, a call each, by one thread";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    Records records = new Records(100, 1_000);
    for (int round = 0; round < WARM_ROUNDS; round++) {
      ours(scratch.resolve("warm" + round), records);
      chronicle(scratch.resolve("warm-chronicle" + round), records);
    }
    long[] ours = ours(scratch.resolve("ours"), records);
    long[] theirs = chronicle(scratch.resolve("chronicle"), records);
    return List.of(
        figure("mean", Arrays.stream(ours).average(), Arrays.stream(theirs).average()),
        figure("p50", ours, theirs, 0.5),
        figure("p99", ours, theirs, 0.99),
        figure("p99.99", ours, theirs, 0.9999));
  }

  private static Figure figure(
      String row, java.util.OptionalDouble ours, java.util.OptionalDouble theirs) {
    return figure(row, ours.orElseThrow(), theirs.orElseThrow());
  }

  private static Figure figure(String row, long[] ours, long[] theirs, double quantile) {
    return figure(row, Clock.quantile(ours, quantile), Clock.quantile(theirs, quantile));
  }

  private static Figure figure(String row, double ours, double theirs) {
    return new Figure("append-one/" + row, "ns", true, ours, Logs.CHRONICLE, theirs);
  }

  private static long[] ours(Path folder, Records records) {
    try (Kernel kernel = Ours.open(folder)) {
      EventStream stream = Ours.stream(kernel);
      return timed(
          index ->
              stream
                  .append(AppendRequest.of(records.values(index / 1_000).get(index % 1_000)))
                  .orThrow());
    }
  }

  private static long[] chronicle(Path folder, Records records) {
    try (ChronicleQueue queue = ChronicleQueue.single(folder.toString());
        ExcerptAppender appender = queue.createAppender()) {
      return timed(
          index ->
              appender.writeBytes(out -> out.write(records.bytes(index / 1_000)[index % 1_000])));
    }
  }

  private static long[] timed(Call call) {
    long[] nanos = new long[RECORDS];
    for (int i = 0; i < RECORDS; i++) {
      long start = System.nanoTime();
      call.append(i);
      nanos[i] = System.nanoTime() - start;
    }
    return nanos;
  }
}
