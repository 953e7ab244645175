package bourn.index;

import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.Deadline;
import bourn.kernel.Durability;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.ProgressListener;
import bourn.kernel.Value;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/** A handle on a stream's index, which it shares with all others on that stream. */
final class IndexedStream implements DatomStream {

  private final StreamIndex index;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  private IndexedStream(StreamIndex index, Runnable release) {
    this.index = index;
    this.release = release;
  }

  /** Opens a stream that uses the indexes of {@code kernel} on its own account. */
  static IndexedStream open(Kernel kernel, String name, Limits limits) {
    SharedDatabases shared = SharedDatabases.acquire(kernel, limits);
    try {
      return new IndexedStream(shared.open(name), shared::release);
    } catch (RuntimeException e) {
      shared.release();
      throw e;
    }
  }

  /** Opens a stream of indexes that someone else closes. */
  static IndexedStream open(SharedDatabases shared, String name) {
    return new IndexedStream(shared.open(name), () -> {});
  }

  @Override
  public EventStream stream() {
    return index.stream();
  }

  @Override
  public Transacted transact(
      Function<Database, List<Value>> forms, CausalContext context, Durability durability) {
    return index.transact(forms, context, durability);
  }

  @Override
  public Proposed propose(Database before, List<Value> forms) {
    return index.propose(before, forms);
  }

  @Override
  public <T> Optional<T> alone(Deadline deadline, Supplier<T> work) {
    return index.alone(deadline, work);
  }

  @Override
  public Database db() {
    return index.database(CausalContext.NONE);
  }

  @Override
  public Database db(Bound bound, CausalContext context) {
    return index.database(bound, context);
  }

  @Override
  public void settle() {
    index.merge();
  }

  @Override
  public void rebuild(ProgressListener progress) {
    index.rebuild(progress);
  }

  @Override
  public boolean awaitExcised(Deadline deadline) throws InterruptedException {
    return index.awaitExcised(deadline);
  }

  @Override
  public IndexReport verify(ProgressListener progress) {
    return index.verify(progress);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      release.run();
    }
  }
}
