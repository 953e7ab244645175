package bourn.storage;

import bourn.kernel.Environment;
import bourn.kernel.KeyValue;
import bourn.kernel.ProgressListener;
import bourn.kernel.Salvaging;
import bourn.kernel.StorageException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import org.rocksdb.RocksDBException;

/** Reads what is whole of the files of a state. */
final class StateSalvage {

  /*
   * Records are read through RocksDB when it can open the state, as only its manifest knows which
   * version of a record is the newest, and what was deleted. Chunks are read from each file by
   * itself: none ever changes, so it does not matter which files belong together.
   */

  private final Salvaging salvaging;
  private final ProgressListener progress;
  private final Environment environment;

  StateSalvage(Salvaging salvaging, ProgressListener progress, Environment environment) {
    this.salvaging = salvaging;
    this.progress = progress;
    this.environment = environment;
  }

  /** Gives all records of the state in {@code folder} to the salvage, and ends them. */
  void readRecords(Path folder) {
    boolean complete = false;
    try (RocksKeyValue state = RocksKeyValue.openReadOnly(folder, environment)) {
      try (KeyValue.Entries entries =
          state.scan(KeyValue.Family.STREAMS, new byte[0], RocksKeyValue.AFTER_ALL)) {
        while (entries.next()) {
          salvaging.record(entries.key(), entries.value());
        }
      }
      complete = true;
    } catch (StorageException e) {
      salvaging.remark(String.valueOf(e.getMessage()));
      readFiles(folder, KeyValue.Family.STREAMS, salvaging::record);
    }
    salvaging.endRecords(complete);
  }

  /** Gives all chunks of the state in {@code folder} to the salvage. */
  void readChunks(Path folder) {
    readFiles(folder, KeyValue.Family.CHUNKS, (key, chunks) -> salvaging.chunks(chunks));
  }

  private void readFiles(Path folder, KeyValue.Family family, BiConsumer<byte[], byte[]> entries) {
    List<Path> files =
        Folders.list(folder).stream().filter(file -> file.toString().endsWith(".sst")).toList();
    progress.begin("reading the state", files.size());
    for (Path file : files) {
      try {
        readFile(file, family, entries);
      } catch (RocksDBException e) {
        salvaging.remark(file + " cannot be read: " + e.getMessage());
      }
      progress.step(1);
    }
  }

  private void readFile(Path file, KeyValue.Family family, BiConsumer<byte[], byte[]> entries)
      throws RocksDBException {
    try (TableWalk walk = new TableWalk(file)) {
      if (!RocksKeyValue.isOf(family, walk.family())) {
        return;
      }
      byte[] last = family == KeyValue.Family.CHUNKS ? new byte[2 * Long.BYTES] : new byte[1];
      while (walk.isValid() || walk.isDamaged()) {
        if (walk.isValid()) {
          last = walk.key();
          entries.accept(last, walk.value());
          walk.next();
        } else {
          salvaging.remark(file + " is damaged after the key " + HexFormat.of().formatHex(last));
          walk.skipAfter(last);
        }
      }
    }
  }
}
