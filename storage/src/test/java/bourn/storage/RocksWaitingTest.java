package bourn.storage;

import bourn.kernel.Environment;
import bourn.kernel.Kernel;
import bourn.kernel.ValueFormat;
import bourn.kernel.WaitingContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Waiting on the kernel over files and RocksDB. */
final class RocksWaitingTest extends WaitingContract {

  @TempDir Path folder;

  @Override
  protected Kernel open() {
    return RocksKernel.open(
        folder,
        Environment.system(),
        descriptor -> ValueFormat.INSTANCE,
        new LogOptions(64 << 10, 256 << 10, 2));
  }
}
