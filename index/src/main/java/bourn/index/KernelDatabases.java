package bourn.index;

import bourn.kernel.BoundedStream;
import bourn.kernel.Kernel;
import java.util.concurrent.atomic.AtomicBoolean;

/** One use of the indexes of a kernel. */
final class KernelDatabases implements Databases {

  private final SharedDatabases shared;
  private final AtomicBoolean closed = new AtomicBoolean();

  KernelDatabases(Kernel kernel) {
    this.shared = SharedDatabases.acquire(kernel, Limits.DEFAULT);
  }

  @Override
  public DatomStream open(String name) {
    return IndexedStream.open(shared, name);
  }

  @Override
  public Database database(BoundedStream bounded) {
    return shared.database(bounded);
  }

  @Override
  public Functions functions() {
    return shared.functions();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      shared.release();
    }
  }
}
