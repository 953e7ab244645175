package bourn.index;

import bourn.datoms.Transaction;
import bourn.kernel.KeyValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Builds an index again from the log, beside the one that is in use. Confined to one thread. */
final class Rebuild {

  /*
   * Segments are written as they become full of facts, so that memory stays bounded. Until the new
   * base is in use, the checkpoint keeps naming the old one, and all new segments as left over: who
   * opens the index after a crash finds the old base, and removes them.
   */

  private final IndexStore store;
  private final Limits limits;
  private final NoveltyShare share;
  private final int epoch;
  private final Base oldBase;
  private final Snapshot.State oldState;
  private final List<Long> oldLeftOver;
  private final Novelty novelty = new Novelty();
  private final Set<Long> written = new LinkedHashSet<>();
  private Snapshot built;
  private Snapshot.State durable = Snapshot.State.INITIAL;

  /**
   * Begins with nothing.
   *
   * @param oldBase what is found after a crash, with its state and the segments that it does not
   *     hold, but some scan may read
   */
  Rebuild(
      IndexStore store,
      Limits limits,
      NoveltyShare share,
      int epoch,
      Base oldBase,
      Snapshot.State oldState,
      List<Long> oldLeftOver) {
    this.store = store;
    this.limits = limits;
    this.share = share;
    this.epoch = epoch;
    this.oldBase = oldBase;
    this.oldState = oldState;
    this.oldLeftOver = List.copyOf(oldLeftOver);
    this.built = new Snapshot(store, Base.empty(), List.of(), Snapshot.State.INITIAL);
  }

  /** Returns what is built so far. */
  Snapshot built() {
    return built;
  }

  /** Returns the state of what is built so far and in segments. */
  Snapshot.State durable() {
    return durable;
  }

  /** Adds the next transaction of the log. */
  void add(Transaction transaction) {
    built = built.after(transaction, novelty.add(built.novelty(), Run.of(transaction)));
    if (built.noveltyCount() > limits.novelty(built.base())
        || share.isLarge(built.noveltyBytes())) {
      write();
    }
  }

  /** Writes what is in memory only into segments. */
  void write() {
    if (built.novelty().isEmpty()) {
      return;
    }
    Run run = built.novelty().stream().reduce(Run.EMPTY, Run::merge);
    KeyValue.Batch batch = new KeyValue.Batch();
    BaseMerge merge = new BaseMerge(store, limits.segmentSize(), built.schema(), batch);
    Base base = merge.merge(built.base(), run);
    store.remove(merge.replaced(), batch);
    written.clear();
    written.addAll(base.segments());
    List<Long> leftOver = new ArrayList<>(oldLeftOver);
    leftOver.addAll(written);
    store.write(oldBase, oldState, epoch, leftOver, batch);
    built = built.with(base, List.of());
    durable = built.state();
  }

  /** Removes all that was written. */
  void abandon() {
    KeyValue.Batch batch = new KeyValue.Batch();
    store.remove(List.copyOf(written), batch);
    store.write(oldBase, oldState, epoch, oldLeftOver, batch);
  }
}
