package bourn.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The facts of one relation of a fixpoint, in the order in which they were found. */
final class Relation {

  private final RowTable facts;
  private final Map<List<Integer>, KeyIndex> indexes = new HashMap<>();

  Relation(int width, Guard guard) {
    this.facts = new RowTable(width, guard);
  }

  RowTable facts() {
    return facts;
  }

  /** Returns the index by columns {@code keys} of all facts found so far. */
  KeyIndex index(List<Integer> keys) {
    KeyIndex index =
        indexes.computeIfAbsent(
            keys,
            k -> new KeyIndex(facts.rows(), keys.stream().mapToInt(Integer::intValue).toArray()));
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
