package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides when looking up the rows of a table by key is cheaper than scanning it, and does it. */
final class Seeks {

  /** What one look-up costs, in rows scanned. */
  private static final double SEEK = 200;

  /** A look-up that finds more than this part of a table is a scan in disguise. */
  private static final double SCANNED = 0.02;

  private final Execution execution;
  private final Indexes indexes;
  private final Estimates estimates;
  private final Codes codes;
  private final Guard guard;

  /** How many rows were looked up so far, in the rounds of a fixpoint. */
  private final IdentityHashMap<Plan, Double> spent = new IdentityHashMap<>();

  Seeks(Execution execution, Indexes indexes, Estimates estimates, Codes codes, Guard guard) {
    this.execution = execution;
    this.indexes = indexes;
    this.estimates = estimates;
    this.codes = codes;
    this.guard = guard;
  }

  /** Which input of a join is expected to be so small that the other is looked up. */
  enum Fewer {
    LEFT,
    RIGHT,
    NEITHER
  }

  Fewer fewer(Plan.Join join) {
    if (join.leftKeys().isEmpty()) {
      return Fewer.NEITHER;
    }
    boolean leftOpen =
        switch (join.type()) {
          case INNER, LEFT, SEMI, ANTI -> true;
          case RIGHT, FULL -> false;
        };
    if (leftOpen && worth(join.left(), join.right(), join.rightKeys())) {
      return Fewer.LEFT;
    }
    boolean rightOpen = join.type() == Plan.JoinType.INNER || join.type() == Plan.JoinType.SEMI;
    return rightOpen && worth(join.right(), join.left(), join.leftKeys())
        ? Fewer.RIGHT
        : Fewer.NEITHER;
  }

  private boolean worth(Plan few, Plan many, List<Integer> keys) {
    if (scanned(many, keys) == null
        || indexes.kept(many)
        || (execution.looping() && seeksByScan(many, keys))) {
      return false;
    }
    double rows = estimates.rows(many);
    double cost = cost(many, keys);
    double before = spent.getOrDefault(many, 0.0);
    return rows > SEEK && before + estimates.rows(few) * cost < rows;
  }

  /** Returns what a look-up of one key costs, in rows scanned. */
  private static double cost(Plan plan, List<Integer> keys) {
    Plan.Scan scan = scanned(plan, keys);
    if (scan == null) {
      return SEEK;
    }
    if (scan.table().seeksByScan()) {
      int key = soughtKey(plan, keys);
      return key < 0 ? Double.POSITIVE_INFINITY : scan.table().seekCost(column(plan, keys, key));
    }
    return keys.size() > 1 ? SEEK : Math.min(SEEK, scan.table().seekCost(column(plan, keys, 0)));
  }

  /** Returns which of several keys to seek by; -1 if none can be. */
  private static int soughtKey(Plan plan, List<Integer> keys) {
    Plan.Scan scan = scanned(plan, keys);
    for (int key = 0; scan != null && key < keys.size(); key++) {
      if (!Double.isInfinite(scan.table().seekCost(column(plan, keys, key)))) {
        return key;
      }
    }
    return -1;
  }

  /** Returns the column of the table that is key {@code key}. */
  private static int column(Plan plan, List<Integer> keys, int key) {
    Plan.Scan scan = scanned(plan, keys);
    if (scan == null) {
      throw new AssertionError("no scan to seek in: " + plan);
    }
    return scan.columns().get(scanKeys(plan, keys).get(key));
  }

  /**
   * Returns the rows of {@code plan} whose {@code keys} equal the {@code otherKeys} of one of
   * {@code others}, and maybe some of which only one key does; null when scanning all is cheaper
   * after all.
   */
  JoinRun.@Nullable Coming matching(
      Plan plan, List<Integer> keys, RowSet others, List<Integer> otherKeys) {
    RowTable different = different(others, Execution.ints(otherKeys));
    different.release();
    return cheaper(plan, keys, different) ? sink -> seek(plan, keys, different, sink) : null;
  }

  private RowTable different(RowSet rows, int[] keys) {
    RowTable table = new RowTable(keys.length, guard);
    int[] numbers = new int[Batch.MOST_ROWS];
    Column[] columns = rows.columns(keys);
    for (int at = 0; at < rows.count(); at += Batch.MOST_ROWS) {
      int count = Math.min(Batch.MOST_ROWS, rows.count() - at);
      Column[] slice = new Column[keys.length];
      for (int k = 0; k < keys.length; k++) {
        slice[k] = columns[k].from(at);
      }
      table.number(slice, null, count, numbers);
    }
    return table;
  }

  private boolean cheaper(Plan plan, List<Integer> keys, RowTable different) {
    if (different.count() == 0) {
      return true;
    }
    Plan.Scan scan = scanned(plan, keys);
    if (scan == null) {
      return false;
    }
    double all = estimates.rows(scan);
    if (scan.table().seeksByScan()) {
      return numbers(different, soughtKey(plan, keys))
          && different.count() * cost(plan, keys) < all;
    }
    Plan.Scan one = (Plan.Scan) restricted(scan, scanKeys(plan, keys), different, 0);
    double found = (double) one.table().estimate(one.restrictions());
    boolean sharp = different.count() == 1 || found <= all * SCANNED;
    return sharp && different.count() * (cost(plan, keys) + found) < all;
  }

  private boolean seek(Plan plan, List<Integer> keys, RowTable different, Sink sink) {
    spent.merge(plan, different.count() * cost(plan, keys), Double::sum);
    int key = soughtKey(plan, keys);
    boolean several = different.count() > 1 && keys.size() == 1 && cost(plan, keys) < SEEK;
    if (key >= 0 && numbers(different, key) && (several || seeksByScan(plan, keys))) {
      return execution.push(sought(plan, keys, key, different), sink);
    }
    RowSet found = new RowSet(plan.width(), guard);
    for (int row = 0; row < different.count(); row++) {
      guard.check();
      if (!missing(different, row)) {
        execution.push(
            restricted(plan, keys, different, row),
            batch -> {
              found.add(batch);
              return true;
            });
      }
    }
    boolean more = found.emit(0, found.count(), sink);
    found.release();
    return more;
  }

  private static boolean seeksByScan(Plan plan, List<Integer> keys) {
    Plan.Scan scan = scanned(plan, keys);
    return scan != null && scan.table().seeksByScan();
  }

  private static boolean numbers(RowTable different, int key) {
    return different.rows().builder(key).uniform(Kind.INT.tag());
  }

  /** Returns {@code plan}, of which a scan is the root, with only the rows that have a key. */
  private Plan sought(Plan plan, List<Integer> keys, int key, RowTable different) {
    Plan made =
        switch (plan) {
          case Plan.Filter(Plan input, Expression predicate) ->
              new Plan.Filter(sought(input, keys, key, different), predicate);
          case Plan.Project project ->
              new Plan.Project(
                  sought(project.input(), known(moved(project, keys)), key, different),
                  project.expressions());
          case Plan.Scan scan -> {
            int column = scan.columns().get(keys.get(key));
            Table sought = new SoughtTable(scan.table(), column, ascending(different, key));
            yield new Plan.Scan(sought, scan.columns(), scan.restrictions());
          }
          default -> throw new AssertionError("no scan to seek in: " + plan);
        };
    execution.standsFor(made, plan);
    return made;
  }

  private static long[] ascending(RowTable different, int key) {
    return Arrays.stream(different.rows().builder(key).words(), 0, different.count())
        .sorted()
        .distinct()
        .toArray();
  }

  private static boolean missing(RowTable different, int row) {
    for (Column column : different.rows().columns()) {
      if (column.kind(row) == Kind.NULL) {
        return true;
      }
    }
    return false;
  }

  /** Returns the scan below filters and moved columns that {@code keys} come from, or null. */
  private static Plan.@Nullable Scan scanned(Plan plan, List<Integer> keys) {
    return switch (plan) {
      case Plan.Scan scan -> scan;
      case Plan.Filter filter -> scanned(filter.input(), keys);
      case Plan.Project project -> {
        List<Integer> moved = moved(project, keys);
        yield moved == null ? null : scanned(project.input(), moved);
      }
      default -> null;
    };
  }

  private static List<Integer> scanKeys(Plan plan, List<Integer> keys) {
    return switch (plan) {
      case Plan.Filter filter -> scanKeys(filter.input(), keys);
      case Plan.Project project -> scanKeys(project.input(), known(moved(project, keys)));
      default -> keys;
    };
  }

  private static @Nullable List<Integer> moved(Plan.Project project, List<Integer> keys) {
    List<Integer> moved = new ArrayList<>();
    for (int key : keys) {
      if (!(project.expressions().get(key) instanceof Expression.Input(int index))) {
        return null;
      }
      moved.add(index);
    }
    return moved;
  }

  private static List<Integer> known(@Nullable List<Integer> keys) {
    if (keys == null) {
      throw new AssertionError("keys that are computed cannot be looked up");
    }
    return keys;
  }

  /** Returns {@code plan}, of which a scan is the root, restricted to one key. */
  private Plan restricted(Plan plan, List<Integer> keys, RowTable different, int row) {
    Plan one = restrictedOne(plan, keys, different, row);
    execution.standsFor(one, plan);
    return one;
  }

  private Plan restrictedOne(Plan plan, List<Integer> keys, RowTable different, int row) {
    return switch (plan) {
      case Plan.Filter(Plan input, Expression predicate) ->
          new Plan.Filter(restricted(input, keys, different, row), predicate);
      case Plan.Project project ->
          new Plan.Project(
              restricted(project.input(), known(moved(project, keys)), different, row),
              project.expressions());
      case Plan.Scan(var table, List<Integer> columns, List<Restriction> restrictions) -> {
        List<Restriction> all = new ArrayList<>(restrictions);
        for (int k = 0; k < keys.size(); k++) {
          Value value = different.rows().columns()[k].value(row, codes);
          all.add(Restriction.equal(columns.get(keys.get(k)), value));
        }
        yield new Plan.Scan(table, columns, all);
      }
      default -> throw new AssertionError("no scan to restrict: " + plan);
    };
  }
}
