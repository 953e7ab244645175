package bourn.bench;

import bourn.kernel.AppendRequest;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.StreamDescriptor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Appends to many streams in turn, beside the same appends to one. */
final class Streams implements Bench {

  private static final int STREAMS = 10_000;
  private static final int APPENDS = 100_000;
  private static final int ROUNDS = 3;

  @Override
  public String name() {
    return "streams-10000";
  }

  @Override
  public String what() {
    return "100,000 batches of 10 records of 100 bytes, to 10,000 streams in turn and to one";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    Records records = new Records(100, 10);
    try (Kernel many = Ours.open(scratch.resolve("many"));
        Kernel one = Ours.open(scratch.resolve("one"))) {
      List<EventStream> streams = new ArrayList<>();
      double opening =
          Clock.millis(
              () -> {
                for (int i = 0; i < STREAMS; i++) {
                  streams.add(many.open(StreamDescriptor.generic("stream-" + i)));
                }
                return streams;
              });
      List<EventStream> single = List.of(Ours.stream(one));
      double[] millis =
          Clock.medians(() -> append(streams, records), () -> append(single, records), 500, ROUNDS);
      return List.of(
          new Figure("streams-10000/open", "us a stream", true, opening * 1e3 / STREAMS, null, 0),
          new Figure(
              "streams-10000/append",
              "appends/s",
              false,
              APPENDS * 1e3 / millis[0],
              "ours, one stream",
              APPENDS * 1e3 / millis[1]));
    }
  }

  private static long append(List<EventStream> streams, Records records) {
    for (int i = 0; i < APPENDS; i++) {
      streams.get(i % streams.size()).append(AppendRequest.of(records.values(i))).orThrow();
    }
    return streams.getLast().extent().tail();
  }
}
