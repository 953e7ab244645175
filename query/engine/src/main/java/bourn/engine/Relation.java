package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Sink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The facts of one relation of a fixpoint, in the order in which they were found. */
final class Relation {

  private final RowTable facts;
  private final @Nullable BestFacts best;
  private final @Nullable RowSet given;
  private final Sink sink;
  private final Map<List<Integer>, KeyIndex> indexes = new HashMap<>();

  Relation(Plan.Relation plan, Codes codes, Guard guard) {
    int width = plan.base().width();
    Plan.Extreme extreme = plan.extreme();
    this.facts = new RowTable(width, guard);
    this.given = null;
    this.best = extreme == null ? null : new BestFacts(width, extreme, codes, guard);
    this.sink = best == null ? new Deduplicating(facts, batch -> true) : best;
  }

  private Relation(RowSet given) {
    this.facts = new RowTable(0, given.guard());
    this.best = null;
    this.given = given;
    this.sink = batch -> false;
  }

  /** Returns a relation of {@code rows}, which may be several times the same; none are added. */
  static Relation of(RowSet rows) {
    return new Relation(rows);
  }

  /** Returns what takes facts that are found. */
  Sink sink() {
    return sink;
  }

  /** Returns the facts found before the last {@link #advance}, or also later ones. */
  RowSet rows() {
    if (given != null) {
      return given;
    }
    return best == null ? facts.rows() : best.rows();
  }

  /** Counts everything found so far among {@link #rows}; returns how many they are. */
  int advance() {
    if (best != null) {
      best.advance();
    }
    return rows().count();
  }

  /** Leaves only the facts that count; returns how many they are. */
  int settle() {
    if (best != null) {
      best.settle();
      indexes.values().forEach(KeyIndex::forget);
      indexes.clear();
    }
    return rows().count();
  }

  /** Says that the facts are no longer kept. */
  void release() {
    indexes.values().forEach(KeyIndex::forget);
    if (given != null) {
      given.release();
    } else if (best == null) {
      facts.release();
    } else {
      best.release();
    }
  }

  /** Returns the index by columns {@code keys} of all facts found so far. */
  KeyIndex index(List<Integer> keys) {
    KeyIndex index =
        indexes.computeIfAbsent(
            keys, k -> new KeyIndex(rows(), keys.stream().mapToInt(Integer::intValue).toArray()));
    index.catchUp();
    return index;
  }

  /** A range of the facts of a relation, which moves from round to round. */
  static final class View {

    private final Relation relation;
    private int from;
    private int until;

    View(Relation relation) {
      this.relation = relation;
    }

    Relation relation() {
      return relation;
    }

    int from() {
      return from;
    }

    int until() {
      return until;
    }

    int count() {
      return until - from;
    }

    void move(int newFrom, int newUntil) {
      this.from = newFrom;
      this.until = newUntil;
    }
  }
}
