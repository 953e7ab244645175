package bourn.adapters;

import bourn.kernel.Environment;
import bourn.kernel.Kernel;
import bourn.kernel.ValueFormat;
import bourn.storage.RocksKernel;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The adapters over the kernel in files and RocksDB, whose live tail is 64 MiB. */
final class RocksAdaptersTest extends AdaptersContract {

  @TempDir Path folder;

  @Override
  Kernel open() {
    return RocksKernel.open(folder, Environment.system(), descriptor -> ValueFormat.INSTANCE);
  }

  @Override
  int eventBytes() {
    return 30_000;
  }
}
