package bourn.index;

import bourn.kernel.CausalContext;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.HeapKernel;
import bourn.kernel.StreamDescriptor;
import java.util.List;

/** Databases that belong to no store: speculation on a stream that stays empty. */
final class Unstored implements Snapshots {

  static final Database EMPTY = empty();

  private final Environment environment;
  private final Functions functions = new Functions();
  private final Snapshot snapshot;

  private Unstored(Environment environment) {
    this.environment = environment;
    this.snapshot =
        new Snapshot(
            id -> {
              throw new IllegalStateException("there is no segment " + id);
            },
            Base.empty(),
            List.of(),
            Snapshot.State.INITIAL);
  }

  private static Database empty() {
    Environment environment = Environment.system();
    EventStream stream = HeapKernel.open(environment).open(StreamDescriptor.datom("unstored"));
    Unstored unstored = new Unstored(environment);
    return new WindowDatabase(
        new HeldSnapshot(unstored.snapshot, unstored),
        stream.bound(),
        CausalContext.NONE,
        Window.of(stream.extent().bound(), false));
  }

  @Override
  public Snapshot pin() {
    return snapshot;
  }

  @Override
  public void unpin(Snapshot pinned) {}

  @Override
  public long nowMicros() {
    return StreamIndex.micros(environment.clock());
  }

  @Override
  public Functions functions() {
    return functions;
  }
}
