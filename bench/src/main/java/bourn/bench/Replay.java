package bourn.bench;

import bourn.kernel.BoundedStream;
import bourn.kernel.Kernel;
import bourn.kernel.Payload;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;

/** Reads a store that was closed and opened again, from its first record to its last. */
final class Replay implements Bench {

  private static final int RECORDS = 10_000_000;
  private static final int LAST_BYTE = 99;

  @Override
  public String name() {
    return "replay-100b";
  }

  @Override
  public String what() {
    return "10,000,000 records of 100 bytes from a store opened again, in the page cache";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    Records records = new Records(100, 1_000);
    Path ours = scratch.resolve("ours");
    Path chronicle = scratch.resolve("chronicle");
    Ours.fill(ours, records, RECORDS / 1_000);
    Logs.chronicle(chronicle, records, RECORDS / 1_000);
    try (Kernel kernel = Ours.open(ours);
        ChronicleQueue queue = ChronicleQueue.single(chronicle.toString())) {
      BoundedStream bounded = Ours.stream(kernel).bound();
      double[] millis = Clock.medians(() -> read(bounded), () -> read(queue), 2_000, 5);
      return List.of(
          new Figure(
              name(),
              "M records/s",
              false,
              RECORDS / millis[0] / 1e3,
              Logs.CHRONICLE + ", its tailer",
              RECORDS / millis[1] / 1e3));
    }
  }

  private static long read(BoundedStream bounded) {
    long sum = 0;
    long count = 0;
    try (Reader reader = bounded.read()) {
      while (reader.next() == Step.EVENT) {
        Payload payload = reader.payload();
        sum +=
            payload
                .segment()
                .get(ValueLayout.JAVA_BYTE, payload.start() + payload.lengthBytes() - 1);
        count++;
      }
    }
    return complete(count, sum);
  }

  private static long read(ChronicleQueue queue) {
    long sum = 0;
    long count = 0;
    Bytes<?> bytes = Bytes.allocateElasticDirect(1_024);
    try (ExcerptTailer tailer = queue.createTailer()) {
      while (tailer.readBytes(bytes)) {
        sum += bytes.readByte(bytes.readPosition() + LAST_BYTE);
        count++;
        bytes.clear();
      }
    } finally {
      bytes.releaseLast();
    }
    return complete(count, sum);
  }

  private static long complete(long count, long sum) {
    if (count != RECORDS) {
      throw new IllegalStateException(RECORDS + " records were written, read were " + count);
    }
    return sum;
  }
}
