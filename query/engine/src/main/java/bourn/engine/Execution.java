package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Sink;
import bourn.kernel.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of one plan. Confined to one thread. */
final class Execution {

  private final Guard guard;
  private final @Nullable Analysis analysis;
  private final Codes codes;
  private final Map<Integer, RowSet> shared = new HashMap<>();
  private final Map<Integer, Relation.View> views = new HashMap<>();

  /** The relations that are growing: what depends on them changes from round to round. */
  private final Set<Integer> growing = new HashSet<>();

  /** Which plans depend on them. */
  private final IdentityHashMap<Plan, Boolean> changes = new IdentityHashMap<>();

  /** The scans that are in order at the moment. */
  private final IdentityHashMap<Plan, Ordered> orders = new IdentityHashMap<>();

  private @Nullable Sharing sharing;
  private final Indexes indexes;
  private final JoinRun joins;
  private int nextId = Integer.MIN_VALUE;

  Execution(Guard guard, @Nullable Analysis analysis) {
    this.analysis = analysis;
    this.guard = guard;
    this.codes = new Codes(guard);
    Estimates estimates = new Estimates(this);
    this.indexes = new Indexes(this, estimates);
    this.joins =
        new JoinRun(
            this,
            indexes,
            new Seeks(this, indexes, estimates, codes, guard),
            estimates,
            codes,
            guard);
  }

  Result run(Plan plan) {
    guard.check();
    sharing = Sharing.of(plan);
    RowSet rows = collect(plan);
    return new Result(rows.toList(), rows.count(), codes);
  }

  /** Passes the rows of {@code plan} to {@code sink}; returns whether it wants more. */
  boolean push(Plan plan, Sink sink) {
    if (analysis == null) {
      return pushing(plan, sink);
    }
    Analysis.Watched watched = analysis.watch(plan, sink);
    boolean more = pushing(plan, watched);
    watched.end();
    return more;
  }

  /** Says that {@code made} is run in place of {@code origin}. */
  void standsFor(Plan made, Plan origin) {
    if (analysis != null) {
      analysis.standsFor(made, origin);
    }
  }

  private boolean pushing(Plan plan, Sink sink) {
    return switch (plan) {
      case Plan.Scan scan -> scan(scan, sink);
      case Plan.Rows rows -> rows(rows, sink);
      case Plan.Filter(Plan input, Expression predicate) ->
          push(input, new Filtering(Evaluation.of(predicate, codes), sink));
      case Plan.Project(Plan input, List<Expression> expressions) ->
          push(input, new Projecting(expressions, codes, sink));
      case Plan.Unnest unnest -> push(unnest.input(), new Unnesting(unnest, codes, guard, sink));
      case Plan.Join join -> joins.run(join, sink);
      case Plan.Aggregate aggregate -> aggregate(aggregate, sink);
      case Plan.Distinct(Plan input) -> distinct(input, sink);
      case Plan.Union(List<Plan> inputs) -> union(inputs, sink);
      case Plan.Sort sort -> sort(sort, sink);
      case Plan.Window window -> new WindowRun(window, this, codes, guard).run(sink);
      case Plan.Iterate iterate -> new IterateRun(iterate, this, codes, guard).run(sink);
      case Plan.Fixpoint fixpoint -> fixpoint(fixpoint, sink);
      case Plan.Closure closure -> new ClosureRun(closure, this, guard).run(sink);
      case Plan.GenericJoin join -> new GenericJoinRun(join, this, guard).run(sink);
      case Plan.Recursive(int id, int width) -> {
        Relation.View view = view(id);
        yield view.relation().rows().emit(view.from(), view.until(), sink);
      }
      case Plan.Shared node -> {
        RowSet rows = repeats(node) ? shared(node) : null;
        yield rows == null ? push(node.input(), sink) : rows.emit(0, rows.count(), sink);
      }
    };
  }

  RowSet collect(Plan plan) {
    RowSet rows = new RowSet(plan.width(), guard);
    push(
        plan,
        batch -> {
          rows.add(batch);
          return true;
        });
    return rows;
  }

  private boolean repeats(Plan.Shared node) {
    return sharing == null || sharing.repeats(node.id());
  }

  /** Returns the rows of {@code node}, or null if they change from round to round. */
  @Nullable RowSet shared(Plan.Shared node) {
    RowSet known = shared.get(node.id());
    if (known == null && !changing(node.input())) {
      known = collect(node.input());
      shared.put(node.id(), known);
    }
    return known;
  }

  /** Returns the version of a relation that is known by {@code id}. */
  Relation.View view(int id) {
    return Objects.requireNonNull(views.get(id), () -> "no fixpoint around has a relation " + id);
  }

  /** Returns whether {@code plan} depends on a growing relation. */
  boolean changing(Plan plan) {
    return !growing.isEmpty() && changes.computeIfAbsent(plan, p -> Recursion.in(p, growing));
  }

  /** Returns whether a fixpoint is running, so that what does not change is worth keeping. */
  boolean looping() {
    return !growing.isEmpty();
  }

  int newId() {
    return nextId++;
  }

  void show(int id, Relation.View view) {
    views.put(id, view);
  }

  void hide(Variants.Versions versions) {
    List.of(versions.all(), versions.fresh(), versions.old()).forEach(views::remove);
  }

  void begin(Collection<Variants.Versions> versions) {
    versions.forEach(v -> growing.addAll(List.of(v.all(), v.fresh(), v.old())));
    changes.clear();
  }

  void end(Collection<Variants.Versions> versions) {
    versions.forEach(v -> growing.removeAll(List.of(v.all(), v.fresh(), v.old())));
    changes.clear();
    if (growing.isEmpty()) {
      indexes.clear();
    }
  }

  private boolean scan(Plan.Scan scan, Sink sink) {
    Tap tap = new Tap(guard, sink);
    Ordered ordered = orders.get(scan);
    if (ordered != null) {
      if (!ordered.run(codes, tap)) {
        orders.remove(scan);
      }
      return tap.wanting();
    }
    scan.table().scan(ints(scan.columns()), scan.restrictions(), codes, tap);
    return tap.wanting();
  }

  private boolean rows(Plan.Rows plan, Sink sink) {
    RowSet rows = new RowSet(plan.width(), guard);
    int read = 0;
    for (List<Value> row : plan.rows()) {
      if (++read % Batch.MOST_ROWS == 0) {
        guard.check();
      }
      for (int c = 0; c < plan.width(); c++) {
        Value value = row.get(c);
        rows.builder(c).add(Codes.kind(value).tag(), codes.word(value));
      }
    }
    rows.keep(plan.rows().size());
    boolean more = rows.emit(0, rows.count(), sink);
    rows.release();
    return more;
  }

  private boolean aggregate(Plan.Aggregate plan, Sink sink) {
    List<Integer> varying =
        plan.keys().stream().filter(key -> varies(plan.input(), key)).sorted().toList();
    Aggregating aggregating = new Aggregating(plan.keys(), varying, plan.calls(), codes, guard);
    push(plan.input(), aggregating);
    return aggregating.finish(codes, sink);
  }

  private static boolean varies(Plan input, int column) {
    return !(input instanceof Plan.Project project
        && project.expressions().get(column) instanceof Expression.Constant);
  }

  private boolean distinct(Plan input, Sink sink) {
    RowTable seen = new RowTable(input.width(), guard);
    boolean more = push(input, new Deduplicating(seen, sink));
    seen.release();
    return more;
  }

  private boolean union(List<Plan> inputs, Sink sink) {
    for (Plan input : inputs) {
      if (!push(input, sink)) {
        return false;
      }
    }
    return true;
  }

  private boolean sort(Plan.Sort plan, Sink sink) {
    if (plan.keys().isEmpty()) {
      boolean[] more = {true};
      Sink watched =
          batch -> {
            more[0] = sink.accept(batch);
            return more[0];
          };
      if (plan.limit() > 0) {
        push(limited(plan), new Limiting(plan.offset(), plan.limit(), watched));
      }
      return more[0];
    }
    Sorting sorting = ordered(plan);
    if (sorting == null) {
      sorting = new Sorting(plan, codes, guard);
      push(plan.input(), sorting);
    }
    return sorting.finish(sink);
  }

  /** Returns the rows that {@code plan} wants if they are found in order, null otherwise. */
  private @Nullable Sorting ordered(Plan.Sort plan) {
    Ordered ordered = Ordered.of(plan);
    if (ordered == null) {
      return null;
    }
    Sorting sorting = new Sorting(plan, codes, guard);
    orders.put(ordered.scan(), ordered);
    push(
        plan.input(),
        batch -> {
          sorting.accept(batch);
          return !sorting.suffices();
        });
    boolean found = orders.remove(ordered.scan()) != null;
    if (!found) {
      sorting.release();
    }
    return found ? sorting : null;
  }

  /** The first of several rows is the first of the different ones. */
  private static Plan limited(Plan.Sort plan) {
    boolean first = plan.offset() == 0 && plan.limit() == 1;
    return first && plan.input() instanceof Plan.Distinct(Plan input) ? input : plan.input();
  }

  private boolean fixpoint(Plan.Fixpoint plan, Sink sink) {
    FixpointRun run = new FixpointRun(plan.relations(), this, codes, guard);
    run.run();
    boolean more = push(plan.result(), sink);
    run.release();
    return more;
  }

  static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }
}
