package bourn.datalog;

import bourn.engine.Source;
import bourn.engine.Sources;
import bourn.index.DatomStream;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import org.junit.jupiter.api.AfterEach;

final class DatabaseQueryTest extends QueryContract {

  private final Kernel kernel = HeapKernel.open(Environment.system());

  @Override
  Source source(Facts given) {
    try (DatomStream stream = Databased.of(kernel, "family", given)) {
      return Sources.of(stream.db());
    }
  }

  @AfterEach
  void close() {
    kernel.close();
  }
}
