package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Sink;

/** Stands between a table and a plan: checks the budget and remembers whether more is wanted. */
final class Tap implements Sink {

  private final Guard guard;
  private final Sink next;
  private boolean wanting = true;

  Tap(Guard guard, Sink next) {
    this.guard = guard;
    this.next = next;
  }

  boolean wanting() {
    return wanting;
  }

  @Override
  public boolean accept(Batch batch) {
    guard.check();
    wanting = wanting && (batch.count() == 0 || next.accept(batch));
    return wanting;
  }
}
