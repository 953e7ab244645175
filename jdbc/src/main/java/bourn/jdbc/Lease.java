package bourn.jdbc;

import bourn.Bourn;
import bourn.sql.StreamCatalog;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The use of an open store by one connection, or by one statement. Closed more than once, too. */
final class Lease implements AutoCloseable {

  private final OpenStore store;
  private final AtomicBoolean closed = new AtomicBoolean();

  Lease(OpenStore store) {
    this.store = store;
  }

  Bourn bourn() {
    return store.bourn();
  }

  StreamCatalog tables() {
    return store.tables();
  }

  /** Returns another use of the same store, or null if it is no longer open. */
  @Nullable Lease again() {
    return store.another();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      store.release();
    }
  }
}
