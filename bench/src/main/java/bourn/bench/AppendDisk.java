package bourn.bench;

import bourn.kernel.AppendRequest;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Single appends by one thread, each synced, beside a loop that does nothing but write and sync.
 */
final class AppendDisk implements Bench {

  private static final int ROUNDS = 8;
  private static final int RECORDS = 500;
  private static final int PREALLOCATED_BYTES = 4 << 20;

  @Override
  public String name() {
    return "append-disk-1";
  }

  @Override
  public String what() {
    return "records of 100 bytes, each synced before the next, by one thread";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    Records records = new Records(100, RECORDS);
    try (Kernel kernel = Ours.open(scratch.resolve("ours"));
        FileChannel file =
            FileChannel.open(
                scratch.resolve("bare"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(PREALLOCATED_BYTES), 0);
      file.force(true);
      EventStream stream = Ours.stream(kernel);
      double[] millis =
          Clock.medians(() -> ours(stream, records), () -> bare(file, records), 300, ROUNDS);
      return List.of(
          new Figure(
              name(),
              "appends/s",
              false,
              RECORDS * 1e3 / millis[0],
              "write and fdatasync",
              RECORDS * 1e3 / millis[1]));
    }
  }

  private static long ours(EventStream stream, Records records) {
    for (int i = 0; i < RECORDS; i++) {
      stream.append(AppendRequest.of(records.values(0).get(i)).durable()).orThrow();
    }
    return stream.extent().durableTail();
  }

  private static long bare(FileChannel file, Records records) throws Exception {
    ByteBuffer direct = ByteBuffer.allocateDirect(records.recordBytes());
    for (int i = 0; i < RECORDS; i++) {
      direct.clear().put(records.bytes(0)[i]).flip();
      file.write(direct, (long) i * records.recordBytes());
      file.force(false);
    }
    return RECORDS;
  }
}
