package bourn.sql;

import bourn.engine.Function;
import bourn.engine.Guard;
import bourn.kernel.Value;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.function.IntSupplier;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.schema.TransientTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * What is planned: its text, for messages about places in it, and the numbers of its recursions.
 */
final class Statement {

  private static final int MOST_VIEWS = 20;

  private final SqlText sql;
  private final SqlCatalog catalog;
  private final Instant now;
  private final RepeatedGroups repeated;
  private final Guard guard;
  private final IntSupplier ids;
  private boolean passing;
  private final Deque<String> views = new ArrayDeque<>();
  private final IdentityHashMap<TransientTable, Integer> recursions = new IdentityHashMap<>();

  /**
   * Begins to plan.
   *
   * @param guard watches the statement until it is answered
   * @param ids numbers what is shared, or recursive, in its plan
   */
  Statement(SqlText sql, SqlCatalog catalog, Instant now, Guard guard, IntSupplier ids) {
    this.sql = sql;
    this.catalog = catalog;
    this.now = now;
    this.guard = guard;
    this.ids = ids;
    this.repeated = new RepeatedGroups(ids);
  }

  /** Returns the tables that it is asked of. */
  SqlCatalog catalog() {
    return catalog;
  }

  Guard guard() {
    return guard;
  }

  /** Returns a number that nothing else in the plan has. */
  int newId() {
    return ids.getAsInt();
  }

  /** Returns the present, which is one moment in all of the statement. */
  Value.Time now() {
    passing = true;
    return new Value.Time(ChronoUnit.MICROS.between(Instant.EPOCH, now));
  }

  /**
   * Notes that the view {@code name} is planned, as a part of this.
   *
   * @throws bourn.engine.QueryException if it is being planned, or views stand in views too deep
   */
  void enter(String name) {
    if (views.contains(name)) {
      throw SqlErrors.wrong("view", "the view " + name + " refers to itself");
    }
    if (views.size() == MOST_VIEWS) {
      throw SqlErrors.wrong("view", "views stand in views at most " + MOST_VIEWS + " deep");
    }
    views.push(name);
  }

  /** Notes that the view entered last is planned. */
  void leave() {
    views.pop();
  }

  /** Notes that the plan is good for this time only. */
  void passing() {
    passing = true;
  }

  /** Returns whether the plan is good for this time only, as when the present was asked for. */
  boolean isPassing() {
    return passing;
  }

  /** Returns what groups it asks for more than once. */
  RepeatedGroups repeated() {
    return repeated;
  }

  /** Returns the text as it was written. */
  String sql() {
    return sql.written();
  }

  /** Returns the statement that {@code rel} is of. */
  static Statement of(RelNode rel) {
    return rel.getCluster().getPlanner().getContext().unwrapOrThrow(Statement.class);
  }

  /** Returns the number of the recursion whose rows {@code table} stands for. */
  int id(RelOptTable table) {
    TransientTable rows = table.unwrapOrThrow(TransientTable.class);
    return recursions.computeIfAbsent(rows, any -> newId());
  }

  /** Returns {@code function} as one that says, when it fails, that it stands at {@code place}. */
  Function located(Function function, SqlParserPos place) {
    int line = place.getLineNum();
    int position = sql.place(SqlErrors.position(sql.parsed(), line, place.getColumnNum()));
    return position < 0 ? function : new Located(function, this, position);
  }
}
