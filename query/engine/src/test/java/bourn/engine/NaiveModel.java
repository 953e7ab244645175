package bourn.engine;

import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs plans a row at a time, the simple way: what the engine is tested against. */
final class NaiveModel {

  private final Map<Integer, Set<List<Value>>> relations = new HashMap<>();

  static List<List<Value>> run(Plan plan) {
    return new NaiveModel().rows(plan);
  }

  private List<List<Value>> rows(Plan plan) {
    return switch (plan) {
      case Plan.Scan scan ->
          ((ExactTable) scan.table())
              .rows(scan.restrictions()).stream().map(row -> key(row, scan.columns())).toList();
      case Plan.Rows rows -> rows.rows();
      case Plan.Filter filter ->
          rows(filter.input()).stream().filter(row -> holds(filter.predicate(), row)).toList();
      case Plan.Project project ->
          rows(project.input()).stream()
              .map(row -> project.expressions().stream().map(e -> value(e, row)).toList())
              .toList();
      case Plan.Unnest unnest -> unnest(unnest);
      case Plan.Join join -> join(join);
      case Plan.Aggregate aggregate -> aggregate(aggregate);
      case Plan.Distinct distinct -> List.copyOf(new LinkedHashSet<>(rows(distinct.input())));
      case Plan.Union union -> union.inputs().stream().flatMap(i -> rows(i).stream()).toList();
      case Plan.Sort sort ->
          rows(sort.input()).stream()
              .sorted(order(sort.keys()))
              .skip(sort.offset())
              .limit(sort.limit())
              .toList();
      case Plan.Fixpoint fixpoint -> fixpoint(fixpoint);
      case Plan.Window window ->
          throw new AssertionError("what SQL alone has is compared with DuckDB there: " + window);
      case Plan.Iterate iterate ->
          throw new AssertionError("what SQL alone has is compared with DuckDB there: " + iterate);
      case Plan.Closure closure -> closure(closure);
      case Plan.GenericJoin join -> generic(join);
      case Plan.Recursive recursive -> List.copyOf(relations.get(recursive.id()));
      case Plan.Shared shared -> rows(shared.input());
    };
  }

  private List<List<Value>> closure(Plan.Closure plan) {
    Set<List<Value>> found = new LinkedHashSet<>(whole(plan.ends()));
    boolean grown = true;
    while (grown) {
      Set<List<Value>> more = new LinkedHashSet<>();
      for (List<Value> step : whole(plan.steps())) {
        for (List<Value> pair : found) {
          if (step.get(1).equals(pair.get(0))) {
            more.add(List.of(step.get(0), pair.get(1)));
          }
        }
      }
      grown = found.addAll(more);
    }
    Plan from = plan.from();
    return found.stream()
        .filter(pair -> from == null || rows(from).contains(List.of(pair.getFirst())))
        .toList();
  }

  private List<List<Value>> generic(Plan.GenericJoin plan) {
    Set<Value> nodes = new LinkedHashSet<>();
    plan.sides().forEach(side -> whole(side.pairs()).forEach(nodes::addAll));
    List<List<Value>> found = List.of(List.of());
    for (int variable = 0; variable < plan.width(); variable++) {
      List<List<Value>> longer = new ArrayList<>();
      for (List<Value> row : found) {
        for (Value node : nodes) {
          List<Value> next = new ArrayList<>(row);
          next.add(node);
          if (plan.sides().stream().allMatch(side -> leads(side, next))) {
            longer.add(next);
          }
        }
      }
      found = longer;
    }
    return found;
  }

  private boolean leads(Plan.Side side, List<Value> row) {
    return side.to() >= row.size()
        || whole(side.pairs()).contains(List.of(row.get(side.from()), row.get(side.to())));
  }

  private List<List<Value>> whole(Plan pairs) {
    return rows(pairs).stream().filter(pair -> !pair.contains(Value.Nil.NIL)).toList();
  }

  static Comparator<List<Value>> order(List<Plan.SortKey> keys) {
    Comparator<List<Value>> order = (_, _) -> 0;
    for (Plan.SortKey key : keys) {
      Comparator<Value> byValue =
          key.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
      Comparator<Value> nulls =
          Comparator.comparing(v -> v.equals(Value.Nil.NIL) == key.nullsLast());
      order = order.thenComparing(row -> row.get(key.column()), nulls.thenComparing(byValue));
    }
    return order;
  }

  private static boolean holds(Expression predicate, List<Value> row) {
    return value(predicate, row).equals(Value.of(true));
  }

  private static Value value(Expression expression, List<Value> row) {
    return switch (expression) {
      case Expression.Input(int index) -> row.get(index);
      case Expression.Constant(Value value) -> value;
      case Expression.Call(Function function, List<Expression> arguments) ->
          function.apply(arguments.stream().map(a -> value(a, row)).toArray(Value[]::new));
    };
  }

  private List<List<Value>> unnest(Plan.Unnest plan) {
    List<List<Value>> made = new ArrayList<>();
    for (List<Value> row : rows(plan.input())) {
      Collection<Value> elements =
          switch (value(plan.collection(), row)) {
            case Value.Items items -> items.items();
            case Value.Members members -> members.members();
            default -> List.of();
          };
      for (Value element : elements) {
        if (plan.elementWidth() == 0) {
          made.add(concat(row, List.of(element)));
        } else if (element instanceof Value.Items items
            && items.items().size() == plan.elementWidth()) {
          made.add(concat(row, items.items()));
        }
      }
    }
    return made;
  }

  private List<List<Value>> join(Plan.Join plan) {
    List<List<Value>> left = rows(plan.left());
    List<List<Value>> right = rows(plan.right());
    List<Value> noLeft = Collections.nCopies(plan.left().width(), Value.Nil.NIL);
    List<Value> noRight = Collections.nCopies(plan.right().width(), Value.Nil.NIL);
    boolean[] found = new boolean[right.size()];
    List<List<Value>> made = new ArrayList<>();
    Map<List<Value>, List<Integer>> byKey = new HashMap<>();
    for (int i = 0; i < right.size(); i++) {
      byKey.computeIfAbsent(key(right.get(i), plan.rightKeys()), k -> new ArrayList<>()).add(i);
    }
    for (List<Value> row : left) {
      boolean matched = false;
      List<Value> key = key(row, plan.leftKeys());
      for (int i : byKey.getOrDefault(key, List.of())) {
        List<Value> both = concat(row, right.get(i));
        boolean pair =
            !key.contains(Value.Nil.NIL)
                && (plan.residual() == null || holds(plan.residual(), both));
        matched |= pair;
        found[i] |= pair;
        if (pair && !plan.type().onlyLeft()) {
          made.add(both);
        }
      }
      switch (plan.type()) {
        case SEMI -> add(matched, row, made);
        case ANTI -> add(!matched, row, made);
        case LEFT, FULL -> add(!matched, concat(row, noRight), made);
        case INNER, RIGHT -> {}
      }
    }
    for (int i = 0; i < right.size(); i++) {
      boolean kept = plan.type() == Plan.JoinType.RIGHT || plan.type() == Plan.JoinType.FULL;
      add(kept && !found[i], concat(noLeft, right.get(i)), made);
    }
    return made;
  }

  private static void add(boolean wanted, List<Value> row, List<List<Value>> made) {
    if (wanted) {
      made.add(row);
    }
  }

  private List<List<Value>> aggregate(Plan.Aggregate plan) {
    Map<List<Value>, List<List<Value>>> groups = new LinkedHashMap<>();
    if (plan.keys().isEmpty()) {
      groups.put(List.of(), new ArrayList<>());
    }
    for (List<Value> row : rows(plan.input())) {
      groups.computeIfAbsent(key(row, plan.keys()), k -> new ArrayList<>()).add(row);
    }
    List<List<Value>> made = new ArrayList<>();
    groups.forEach(
        (key, rows) ->
            made.add(concat(key, plan.calls().stream().map(call -> call(call, rows)).toList())));
    return made;
  }

  /** Knows one aggregate: the number of rows of which all arguments are there. */
  private static Value call(AggregateCall call, List<List<Value>> rows) {
    Collection<List<Value>> arguments =
        rows.stream()
            .filter(row -> call.filter() < 0 || row.get(call.filter()).equals(Value.of(true)))
            .map(row -> key(row, call.arguments()))
            .filter(row -> !row.contains(Value.Nil.NIL))
            .toList();
    return Value.of((long) (call.distinct() ? Set.copyOf(arguments) : arguments).size());
  }

  private List<List<Value>> fixpoint(Plan.Fixpoint plan) {
    plan.relations().forEach(r -> relations.put(r.id(), new LinkedHashSet<>(rows(r.base()))));
    boolean found = true;
    while (found) {
      found = false;
      for (Plan.Relation relation : plan.relations()) {
        found |= relations.get(relation.id()).addAll(rows(relation.step()));
      }
    }
    return rows(plan.result());
  }

  private static List<Value> key(List<Value> row, List<Integer> columns) {
    return columns.stream().map(row::get).toList();
  }

  private static List<Value> concat(List<Value> left, List<Value> right) {
    Value[] both = Arrays.copyOf(left.toArray(Value[]::new), left.size() + right.size());
    for (int i = 0; i < right.size(); i++) {
      both[left.size() + i] = right.get(i);
    }
    return List.of(both);
  }
}
