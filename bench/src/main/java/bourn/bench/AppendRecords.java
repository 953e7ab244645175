package bourn.bench;

import bourn.Bourn;
import bourn.kernel.AppendRequest;
import bourn.kernel.EventStream;
import bourn.kernel.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** Appends of 100-byte records that survive the process: to a stream, and to the logs of peers. */
final class AppendRecords implements Bench {

  private static final int RECORDS = 4_000_000;
  private static final int RECORDS_A_BATCH = 1_000;
  private static final int RECORD_BYTES = 100;

  @Override
  public String name() {
    return "append-records";
  }

  @Override
  public String what() {
    return "4,000,000 records of 100 bytes, batches of 1,000, until closed; million records a"
        + " second";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    byte[] record = new byte[RECORD_BYTES];
    new SplittableRandom(20_261_121).nextBytes(record);
    double ours = perSecond(ours(scratch.resolve("ours"), record));
    double rocks = perSecond(rocks(scratch.resolve("rocks"), record));
    double chronicle = perSecond(chronicle(scratch.resolve("chronicle"), record));
    String unit = "M records/s";
    return List.of(
        new Figure(
            "append-records/batched", unit, false, ours, "rocksdb 11.8.1, its log on", rocks),
        new Figure(
            "append-records/batched", unit, false, ours, "chronicle-queue 2026.4", chronicle));
  }

  private static double perSecond(double millis) {
    return RECORDS / millis / 1_000;
  }

  private static double ours(Path folder, byte[] record) throws Exception {
    List<Value> batch = new ArrayList<>();
    for (int i = 0; i < RECORDS_A_BATCH; i++) {
      batch.add(new Value.Bytes(record));
    }
    return Clock.millis(
        () -> {
          try (Bourn bourn = Bourn.open(folder)) {
            EventStream stream = bourn.stream("records");
            for (int i = 0; i < RECORDS; i += RECORDS_A_BATCH) {
              stream.append(AppendRequest.of(batch)).orThrow();
            }
            return stream.extent().tail();
          }
        });
  }

  private static double rocks(Path folder, byte[] record) throws Exception {
    byte[] value = new byte[RECORDS_A_BATCH * RECORD_BYTES];
    for (int i = 0; i < RECORDS_A_BATCH; i++) {
      System.arraycopy(record, 0, value, i * RECORD_BYTES, RECORD_BYTES);
    }
    return Clock.millis(
        () -> {
          try (Options options = new Options().setCreateIfMissing(true);
              WriteOptions writes = new WriteOptions();
              RocksDB rocks = RocksDB.open(options, folder.toString())) {
            ByteBuffer key = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.BIG_ENDIAN);
            for (long i = 0; i < RECORDS; i += RECORDS_A_BATCH) {
              try (WriteBatch batch = new WriteBatch()) {
                batch.put(key.putLong(0, i).array(), value);
                rocks.write(writes, batch);
              }
            }
            return rocks.getLatestSequenceNumber();
          }
        });
  }

  private static double chronicle(Path folder, byte[] record) throws Exception {
    return Clock.millis(
        () -> {
          try (ChronicleQueue queue = ChronicleQueue.single(folder.toString());
              ExcerptAppender appender = queue.createAppender()) {
            for (int i = 0; i < RECORDS; i++) {
              appender.writeBytes(out -> out.write(record));
            }
            return appender.lastIndexAppended();
          }
        });
  }
}
