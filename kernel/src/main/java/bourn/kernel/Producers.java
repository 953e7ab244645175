package bourn.kernel;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** What all streams know of their producers. Confined to the committer. */
final class Producers {

  /*
   * The state has every record, but may be behind. A record stays in memory at least until the
   * commit that changed it is in the state, and longer while it is one of those used last.
   */

  private static final int USUAL_SIZE = 10_000;

  private final KeyValue state;
  private final LongSupplier last;
  private final LongSupplier applied;
  private final Map<ProducerKey, Known> known = new LinkedHashMap<>(16, 0.75f, true);

  /** A record, changed by a commit after {@code after}. */
  private record Known(ProducerRecord producer, long after) {}

  /**
   * Remembers nothing yet.
   *
   * @param last the number of the last commit
   * @param applied the number of the last commit that {@code state} has
   */
  Producers(KeyValue state, LongSupplier last, LongSupplier applied) {
    this.state = state;
    this.last = last;
    this.applied = applied;
  }

  ProducerRecord find(ProducerKey key) {
    Known found = known.get(key);
    if (found != null) {
      return found.producer();
    }
    ProducerRecord record = ProducerRecord.load(state, key);
    keep(key, new Known(record, 0));
    return record;
  }

  /** Takes in that the batch {@code producer}, about to be committed, lies there. */
  void add(ProducerKey key, Producer producer, long first, long until) {
    keep(key, new Known(find(key).with(producer, first, until), last.getAsLong()));
  }

  private void keep(ProducerKey key, Known producer) {
    known.put(key, producer);
    if (known.size() > USUAL_SIZE) {
      forgetApplied();
    }
  }

  private void forgetApplied() {
    long inState = applied.getAsLong();
    Iterator<Known> leastUsed = known.values().iterator();
    while (known.size() > USUAL_SIZE / 2 && leastUsed.hasNext()) {
      if (leastUsed.next().after() < inState) {
        leastUsed.remove();
      }
    }
  }
}
