package bourn.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** The logs of peers, each set up as its documentation begins. */
final class Logs {

  static final String ROCKS = "rocksdb 11.8.1, its log on";
  static final String CHRONICLE = "chronicle-queue 2026.4";
  static final String BARE = "segment files, no state";

  private static final long SEGMENT_BYTES = 64L << 20;
  private static final int HEADER_BYTES = 16;

  private Logs() {}

  /** A put a batch, its records one after the other. */
  static long rocks(Path folder, Records records, long batches) throws Exception {
    byte[] value = new byte[records.batchBytes()];
    ByteBuffer key = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.BIG_ENDIAN);
    try (Options options = new Options().setCreateIfMissing(true);
        WriteOptions writes = new WriteOptions();
        RocksDB rocks = RocksDB.open(options, folder.toString())) {
      long start = System.nanoTime();
      for (long batch = 0; batch < batches; batch++) {
        records.copy(batch, value, 0);
        try (WriteBatch puts = new WriteBatch()) {
          puts.put(key.putLong(0, batch).array(), value);
          rocks.write(writes, puts);
        }
      }
      return System.nanoTime() - start;
    }
  }

  /** A call a record. */
  static long chronicle(Path folder, Records records, long batches) {
    try (ChronicleQueue queue = ChronicleQueue.single(folder.toString());
        ExcerptAppender appender = queue.createAppender()) {
      long start = System.nanoTime();
      for (long batch = 0; batch < batches; batch++) {
        for (byte[] record : records.bytes(batch)) {
          appender.writeBytes(out -> out.write(record));
        }
      }
      return System.nanoTime() - start;
    }
  }

  /** A frame a batch, with its length and CRC, written to files of 64 MB: nothing can be faster. */
  static long bare(Path folder, Records records, long batches) throws Exception {
    Files.createDirectories(folder);
    byte[] frame = new byte[HEADER_BYTES + records.batchBytes()];
    ByteBuffer direct = ByteBuffer.allocateDirect(frame.length).order(ByteOrder.LITTLE_ENDIAN);
    long start = System.nanoTime();
    long batch = 0;
    for (int file = 0; batch < batches; file++) {
      try (FileChannel channel =
          FileChannel.open(
              folder.resolve(file + ".log"),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE)) {
        for (long at = 0; at + frame.length <= SEGMENT_BYTES && batch < batches; batch++) {
          records.copy(batch, frame, HEADER_BYTES);
          CRC32C crc = new CRC32C();
          crc.update(frame, HEADER_BYTES, records.batchBytes());
          direct.clear().putLong(batch).putInt(records.batchBytes()).putInt((int) crc.getValue());
          direct.put(frame, HEADER_BYTES, records.batchBytes()).flip();
          at += channel.write(direct, at);
        }
      }
    }
    return System.nanoTime() - start;
  }
}
