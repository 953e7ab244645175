package bourn.bench;

import bourn.kernel.AppendRequest;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteOptions;

/** Single appends by many virtual threads, each synced before its thread makes the next. */
final class AppendDiskMany implements Bench {

  private static final int PEER_THREADS = 256;
  private static final int PEER_RECORDS = 50_000;
  private static final int RECORDS = 500_000;

  private final int threads;

  AppendDiskMany(int threads) {
    this.threads = threads;
  }

  /** One durable append. */
  private interface Call {
    void append(int index) throws Exception;
  }

  @Override
  public String name() {
    return "append-disk-" + threads;
  }

  @Override
  public String what() {
    return "records of 100 bytes, each synced, by "
        + threads
        + " virtual threads; the peer by 256 platform threads";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    Records records = new Records(100, 1_000);
    double ours = ours(scratch.resolve("ours"), records);
    double rocks = rocks(scratch.resolve("rocks"), records);
    return List.of(
        new Figure(name(), "appends/s", false, ours, "rocksdb 11.8.1, sync writes", rocks));
  }

  private double ours(Path folder, Records records) throws Exception {
    ThreadFactory factory = Thread.ofVirtual().factory();
    try (Kernel kernel = Ours.open(folder)) {
      EventStream stream = Ours.stream(kernel);
      Call call =
          index ->
              stream
                  .append(
                      AppendRequest.of(records.values(index / 1_000).get(index % 1_000)).durable())
                  .orThrow();
      perSecond(factory, threads, RECORDS, call);
      return perSecond(factory, threads, RECORDS, call);
    }
  }

  private static double rocks(Path folder, Records records) throws Exception {
    ThreadFactory factory = Thread.ofPlatform().factory();
    try (Options options = new Options().setCreateIfMissing(true);
        WriteOptions writes = new WriteOptions().setSync(true);
        RocksDB rocks = RocksDB.open(options, folder.toString())) {
      Call call =
          index ->
              rocks.put(
                  writes,
                  ByteBuffer.allocate(Long.BYTES).putLong(index).array(),
                  records.bytes(index / 1_000)[index % 1_000]);
      perSecond(factory, PEER_THREADS, PEER_RECORDS, call);
      return perSecond(factory, PEER_THREADS, PEER_RECORDS, call);
    }
  }

  private static double perSecond(ThreadFactory factory, int threads, int records, Call call)
      throws Exception {
    int each = records / threads;
    long start = System.nanoTime();
    try (ExecutorService executor = Executors.newThreadPerTaskExecutor(factory)) {
      List<Future<Integer>> done = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int from = thread * each;
        done.add(executor.submit(() -> appendAll(from, from + each, call)));
      }
      for (Future<Integer> future : done) {
        future.get();
      }
    }
    return each * threads * 1e9 / (System.nanoTime() - start);
  }

  private static int appendAll(int from, int until, Call call) throws Exception {
    for (int i = from; i < until; i++) {
      call.append(i);
    }
    return until;
  }
}
