package bourn.datalog;

import bourn.columns.Weight;
import bourn.engine.Analysis;
import bourn.engine.Guard;
import bourn.engine.Plan;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What grows while one query is planned. Confined to one thread. */
final class Planning {

  private static final int MOST_INLINED = 2_000;

  private final Guard guard;
  private final Set<String> warnings = new LinkedHashSet<>();
  private final List<Placed> order = new ArrayList<>();
  private final Map<RuleKey, Tuples> relations = new HashMap<>();
  private final Template.Notes notes = new Template.Notes();
  private final IntSupplier ids;
  private int suffixes;
  private int inlined;
  private int depth;

  /** Begins to plan a query that {@code guard} watches. */
  Planning(Guard guard) {
    this(guard, new AtomicInteger()::getAndIncrement);
  }

  /** Begins to plan a query whose plan is to be a part of another, which {@code ids} numbers. */
  Planning(Guard guard, IntSupplier ids) {
    this.guard = guard;
    this.ids = ids;
  }

  /** Returns what gives {@link #newId}. */
  IntSupplier ids() {
    return ids;
  }

  /** Returns what watches the query, from its first clause to its last row. */
  Guard guard() {
    return guard;
  }

  /** Counts a value that the plan holds; returns it. */
  Value held(Value value) {
    guard.take(Weight.of(value));
    return value;
  }

  /**
   * Returns the rows of a recursive rule or of one with aggregates, or null when it is not planned
   * yet.
   */
  @Nullable Tuples relation(RuleKey key) {
    return relations.get(key);
  }

  /** Keeps the rows of such a rule for its next invocation. */
  void relation(RuleKey key, Tuples rows) {
    relations.put(key, rows);
  }

  Template.Notes notes() {
    return notes;
  }

  /** Returns an id for a relation or a shared plan, unique in this query. */
  int newId() {
    return ids.getAsInt();
  }

  /** Returns the suffix that makes the variables of one inlined rule its own. */
  String newSuffix() {
    return " ~" + suffixes++;
  }

  /** Counts clauses taken from a rule into a query. */
  void inline(int clauses, Place place) {
    inlined += clauses;
    if (inlined > MOST_INLINED) {
      throw place.wrong(
          "too-large",
          "a query with its rules written out may have " + MOST_INLINED + " clauses, and has more");
    }
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Notes that a clause comes next, and the plan of everything up to it. */
  void next(String clause, double estimate, Plan plan) {
    order.add(new Placed(new PlannedClause(depth, Safety.written(clause), estimate, null), plan));
  }

  void enter() {
    depth++;
  }

  void leave() {
    depth--;
  }

  /** Returns the clauses in the order of the plan, with the rows found if there is an analysis. */
  List<PlannedClause> order(@Nullable Analysis analysis) {
    return order.stream().map(placed -> placed.found(analysis)).toList();
  }

  /** A clause, and the plan of everything up to it. */
  private record Placed(PlannedClause clause, Plan plan) {

    PlannedClause found(@Nullable Analysis analysis) {
      Analysis.Count count = analysis == null ? null : analysis.count(plan);
      return count == null || count.calls() == 0
          ? clause
          : new PlannedClause(clause.depth(), clause.clause(), clause.rows(), count.rows());
    }
  }
}
