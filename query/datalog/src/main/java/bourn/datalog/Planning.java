package bourn.datalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What grows while one query is planned. Confined to one thread. */
final class Planning {

  private static final int MOST_INLINED = 2_000;

  private final Set<String> warnings = new LinkedHashSet<>();
  private final List<PlannedClause> order = new ArrayList<>();
  private final Map<RuleKey, Tuples> relations = new HashMap<>();
  private final Template.Notes notes = new Template.Notes();
  private int nextId;
  private int inlined;
  private int depth;

  /** Returns the rows of a recursive rule, or null when it is not planned yet. */
  @Nullable Tuples relation(RuleKey key) {
    return relations.get(key);
  }

  /** Keeps the rows of a recursive rule for its next invocation. */
  void relation(RuleKey key, Tuples rows) {
    relations.put(key, rows);
  }

  Template.Notes notes() {
    return notes;
  }

  /** Returns an id for a relation or a shared plan, unique in this query. */
  int newId() {
    return nextId++;
  }

  /** Returns the suffix that makes the variables of one inlined rule its own. */
  String newSuffix() {
    return " " + nextId++;
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

  /** Notes that a clause comes next in the plan. */
  void next(String clause, double estimate) {
    order.add(new PlannedClause(depth, clause, estimate));
  }

  void enter() {
    depth++;
  }

  void leave() {
    depth--;
  }

  List<PlannedClause> order() {
    return List.copyOf(order);
  }
}
