package bourn.index;

import bourn.kernel.CausalContext;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.HeapKernel;
import bourn.kernel.StreamDescriptor;
import java.util.List;

/** Databases that belong to no store: speculation on a stream that stays empty. */
final class Unstored implements Snapshots {

  private static final Environment ENVIRONMENT = Environment.system();

  /** The stream that stays empty. */
  static final EventStream STREAM =
      HeapKernel.open(ENVIRONMENT).open(StreamDescriptor.datom("unstored"));

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
    Unstored unstored = new Unstored(ENVIRONMENT);
    return new WindowDatabase(
        new HeldSnapshot(unstored.snapshot, unstored),
        STREAM.bound(),
        CausalContext.NONE,
        Window.of(STREAM.extent().bound(), false));
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
