package bourn.jdbc;

import bourn.Bourn;
import bourn.sql.StreamCatalog;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store that is open as long as it is leased; once nobody leases it, nobody can any more. */
final class OpenStore {

  private final Bourn bourn;
  private final StreamCatalog tables;
  private final Consumer<OpenStore> last;
  private final AtomicInteger leases = new AtomicInteger();

  /**
   * Makes one, which the caller has to {@link #first} lease.
   *
   * @param last done when the last lease is closed
   */
  OpenStore(Bourn bourn, Consumer<OpenStore> last) {
    this.bourn = bourn;
    this.tables = StreamCatalog.of(bourn.kernel(), bourn.databases(), bourn.segments());
    this.last = last;
  }

  Bourn bourn() {
    return bourn;
  }

  StreamCatalog tables() {
    return tables;
  }

  Lease first() {
    leases.incrementAndGet();
    return new Lease(this);
  }

  /** Returns one more lease, or null if the last was closed already. */
  @Nullable Lease another() {
    int before = leases.getAndUpdate(held -> held == 0 ? 0 : held + 1);
    return before == 0 ? null : new Lease(this);
  }

  void release() {
    if (leases.decrementAndGet() == 0) {
      last.accept(this);
    }
  }
}
