package bourn.index;

import java.lang.ref.Cleaner;

/** The one snapshot of speculative databases, whose segments stay as long as one is reachable. */
final class HeldSnapshot implements Snapshots {

  private static final Cleaner CLEANER = Cleaner.create();

  private final Snapshot snapshot;
  private final Snapshots origin;

  /**
   * Holds {@code snapshot}, which is pinned now, with the clock and functions of {@code origin}.
   */
  HeldSnapshot(Snapshot snapshot, Snapshots origin) {
    this.snapshot = snapshot;
    this.origin = origin instanceof HeldSnapshot held ? held.origin : origin;
    Base base = snapshot.base();
    boolean pinned = base.pin();
    assert pinned;
    CLEANER.register(this, base::unpin);
  }

  @Override
  public Snapshot pin() {
    return snapshot;
  }

  @Override
  public void unpin(Snapshot pinned) {}

  @Override
  public long nowMicros() {
    return origin.nowMicros();
  }

  @Override
  public Functions functions() {
    return origin.functions();
  }
}
