package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Sink;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One run of one join. */
final class JoinRun {

  /*
   * One input is indexed by its keys and the other comes row by row. Where few rows meet a table that
   * is much larger, the few are collected, and only those rows of the table that have one of their
   * keys are looked up. Where few rows meet groups, only those groups are made that have one of their
   * keys.
   */

  /** So many times fewer are few beside what groups are made of. */
  private static final double FEWER = 4;

  private final Execution execution;
  private final Indexes indexes;
  private final Seeks seeks;
  private final Estimates estimates;
  private final Codes codes;
  private final Guard guard;

  JoinRun(
      Execution execution,
      Indexes indexes,
      Seeks seeks,
      Estimates estimates,
      Codes codes,
      Guard guard) {
    this.execution = execution;
    this.estimates = estimates;
    this.indexes = indexes;
    this.seeks = seeks;
    this.codes = codes;
    this.guard = guard;
  }

  /** Rows on their way. */
  @FunctionalInterface
  interface Coming {
    boolean push(Sink sink);
  }

  boolean run(Plan.Join join, Sink sink) {
    boolean leftOpen =
        switch (join.type()) {
          case INNER, LEFT, SEMI, ANTI -> true;
          case RIGHT, FULL -> false;
        };
    if (leftOpen && fewGroups(join.left(), join.right(), join.rightKeys())) {
      return runFewGroupsRight(join, sink);
    }
    if (join.type() == Plan.JoinType.INNER
        && fewGroups(join.right(), join.left(), join.leftKeys())) {
      return runFewGroupsLeft(join, sink);
    }
    return switch (seeks.fewer(join)) {
      case NEITHER -> runWhole(join, sink);
      case LEFT -> runFewLeft(join, sink);
      case RIGHT -> runFewRight(join, sink);
    };
  }

  /** Returns whether {@code few} have few of the keys of {@code groups}. */
  private boolean fewGroups(Plan few, Plan groups, List<Integer> keys) {
    return groups instanceof Plan.Aggregate aggregate
        && !keys.isEmpty()
        && keys.stream().allMatch(key -> key < aggregate.keys().size())
        && !execution.looping()
        && FEWER * estimates.rows(few) < estimates.rows(aggregate.input());
  }

  private boolean runFewGroupsRight(Plan.Join join, Sink sink) {
    RowSet left = execution.collect(join.left());
    Plan groups = only(join.right(), join.rightKeys(), left, join.leftKeys());
    boolean more =
        join.type() == Plan.JoinType.LEFT
            ? partner(join, left, all(groups), sink)
            : matchAll(join, left, true, all(groups), sink);
    left.release();
    return more;
  }

  private boolean runFewGroupsLeft(Plan.Join join, Sink sink) {
    RowSet right = execution.collect(join.right());
    Plan groups = only(join.left(), join.leftKeys(), right, join.rightKeys());
    boolean more = matchAll(join, right, false, all(groups), sink);
    right.release();
    return more;
  }

  /** Returns the groups of a plan that have the keys of one of {@code rows}. */
  private Plan only(Plan groups, List<Integer> keys, RowSet rows, List<Integer> rowKeys) {
    if (!(groups
        instanceof Plan.Aggregate(Plan input, List<Integer> by, List<AggregateCall> calls))) {
      throw new AssertionError("no groups: " + groups);
    }
    Plan kept = new Plan.Scan(new KeptTable(rows), rowKeys, List.of());
    List<Integer> inputKeys = keys.stream().map(by::get).toList();
    List<Integer> all = IntStream.range(0, keys.size()).boxed().toList();
    Plan of = new Plan.Join(input, kept, inputKeys, all, Plan.JoinType.SEMI, null);
    Plan made = new Plan.Aggregate(of, by, calls);
    execution.standsFor(made, groups);
    return made;
  }

  private boolean runWhole(Plan.Join join, Sink sink) {
    boolean indexLeft = indexes.left(join);
    Plan indexed = indexLeft ? join.left() : join.right();
    Plan coming = indexLeft ? join.right() : join.left();
    KeyIndex index = indexes.of(indexed, indexLeft ? join.leftKeys() : join.rightKeys());
    Probe probe = new Probe(index, keys(join, !indexLeft));
    if (indexed instanceof Plan.Recursive(int id, int width)) {
      Relation.View view = execution.view(id);
      probe.within(view.from(), view.until());
    }
    boolean more = match(join, index, probe, indexLeft, all(coming), sink);
    indexes.release(index);
    return more;
  }

  /** The left rows are collected; the right ones are looked up, if the left ones are few indeed. */
  private boolean runFewLeft(Plan.Join join, Sink sink) {
    RowSet left = execution.collect(join.left());
    Coming right = seeks.matching(join.right(), join.rightKeys(), left, join.leftKeys());
    boolean more =
        right == null
            ? runMany(join, left, sink)
            : join.type() == Plan.JoinType.LEFT
                ? partner(join, left, right, sink)
                : matchAll(join, left, true, right, sink);
    left.release();
    return more;
  }

  private boolean runFewRight(Plan.Join join, Sink sink) {
    RowSet right = execution.collect(join.right());
    Coming left = seeks.matching(join.left(), join.leftKeys(), right, join.rightKeys());
    boolean more =
        (left == null && execution.looping())
            ? runWhole(join, sink)
            : matchAll(join, right, false, left == null ? all(join.left()) : left, sink);
    right.release();
    return more;
  }

  /** The left rows are not few; in a fixpoint an index of the right ones is worth keeping. */
  private boolean runMany(Plan.Join join, RowSet left, Sink sink) {
    if (execution.looping()) {
      return runWhole(join, sink);
    }
    return join.type() == Plan.JoinType.LEFT
        ? partner(join, left, all(join.right()), sink)
        : matchAll(join, left, true, all(join.right()), sink);
  }

  private Coming all(Plan plan) {
    return out -> execution.push(plan, out);
  }

  private boolean partner(Plan.Join join, RowSet left, Coming right, Sink sink) {
    RowSet found = new RowSet(join.right().width(), guard);
    right.push(
        batch -> {
          found.add(batch);
          return true;
        });
    boolean more = matchAll(join, found, false, out -> left.emit(0, left.count(), out), sink);
    found.release();
    return more;
  }

  private boolean matchAll(
      Plan.Join join, RowSet indexed, boolean indexLeft, Coming coming, Sink sink) {
    KeyIndex index = new KeyIndex(indexed, keys(join, indexLeft));
    index.catchUp();
    Probe probe = new Probe(index, keys(join, !indexLeft));
    boolean more = match(join, index, probe, indexLeft, coming, sink);
    index.forget();
    return more;
  }

  private boolean match(
      Plan.Join join, KeyIndex index, Probe probe, boolean indexLeft, Coming coming, Sink sink) {
    Expression condition = join.residual();
    @Nullable Evaluation residual = condition == null ? null : Evaluation.of(condition, codes);
    if (join.type().onlyLeft()) {
      boolean wanted = join.type() == Plan.JoinType.SEMI;
      if (indexLeft) {
        Marking marking = new Marking(index, probe, residual, guard);
        coming.push(marking);
        return marking.finish(wanted, sink);
      }
      return coming.push(new Partnering(index, probe, wanted, residual, guard, sink));
    }
    boolean unmatched = join.type() != Plan.JoinType.INNER;
    boolean unfound = join.type() == Plan.JoinType.FULL;
    JoinSide side = new JoinSide(index, probe, indexLeft, unmatched, unfound, residual);
    Joining joining = new Joining(side, guard, sink);
    Plan cameFrom = indexLeft ? join.right() : join.left();
    return coming.push(joining) && joining.finish(cameFrom.width());
  }

  private static int[] keys(Plan.Join join, boolean left) {
    List<Integer> keys = left ? join.leftKeys() : join.rightKeys();
    return Execution.ints(keys);
  }
}
