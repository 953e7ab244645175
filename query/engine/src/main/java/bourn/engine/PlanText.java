package bourn.engine;

import bourn.columns.ValueTest;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What one operator of a plan is, in words. */
final class PlanText {

  private PlanText() {}

  static String name(Plan plan) {
    return plan.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  static String detail(Plan plan) {
    return switch (plan) {
      case Plan.Scan scan -> scan(scan);
      case Plan.Rows rows -> rows.rows().size() + " rows of " + rows.width();
      case Plan.Filter filter -> expression(filter.predicate());
      case Plan.Project project -> expressions(project.expressions());
      case Plan.Unnest unnest ->
          expression(unnest.collection()) + " of " + Math.max(1, unnest.elementWidth());
      case Plan.Join join -> join(join);
      case Plan.Aggregate aggregate ->
          aggregate.calls().stream().map(PlanText::call).collect(Collectors.joining(", "))
              + " by "
              + aggregate.keys();
      case Plan.Distinct distinct -> "";
      case Plan.Union union -> "";
      case Plan.Sort sort -> sort(sort);
      case Plan.Window window -> window(window);
      case Plan.Iterate iterate -> "#" + iterate.id() + (iterate.distinct() ? " distinct" : "");
      case Plan.Fixpoint fixpoint -> "of " + Recursion.ids(fixpoint.relations());
      case Plan.Closure closure -> closure.from() == null ? "of all" : "of some";
      case Plan.GenericJoin join ->
          join.sides().stream()
              .map(side -> side.from() + " to " + side.to())
              .collect(Collectors.joining(", ", "of sides ", ""));
      case Plan.Recursive recursive -> "#" + recursive.id();
      case Plan.Shared shared -> "#" + shared.id();
    };
  }

  private static String scan(Plan.Scan scan) {
    List<String> names = scan.table().columns();
    String columns =
        scan.columns().stream().map(names::get).collect(Collectors.joining(", ", "[", "]"));
    String access = scan.table().access(scan.restrictions());
    Stream<String> restrictions =
        scan.restrictions().stream()
            .filter(r -> !access.contains(":") || r.column() != Source.ATTRIBUTE)
            .map(r -> Explain.restriction(r, names.get(r.column())));
    Stream<String> tests = scan.table().tests().stream().map(ValueTest::text);
    String where = Stream.concat(restrictions, tests).collect(Collectors.joining(" and "));
    return (access.isEmpty() ? "" : access + " ")
        + columns
        + (where.isEmpty() ? "" : " where " + where);
  }

  private static String join(Plan.Join join) {
    StringBuilder out = new StringBuilder(join.type().name().toLowerCase(Locale.ROOT));
    for (int i = 0; i < join.leftKeys().size(); i++) {
      out.append(i == 0 ? " on " : " and ")
          .append("left ")
          .append(join.leftKeys().get(i))
          .append(" = right ")
          .append(join.rightKeys().get(i));
    }
    Expression residual = join.residual();
    return residual == null ? out.toString() : out + " and " + expression(residual);
  }

  private static String call(AggregateCall call) {
    return call.function().name()
        + (call.distinct() ? " distinct " : " ")
        + call.arguments()
        + (call.filter() < 0 ? "" : " where " + call.filter());
  }

  private static String window(Plan.Window window) {
    String calls =
        window.calls().stream()
            .map(call -> call.function().name() + " " + call.arguments() + call.frame().text())
            .collect(Collectors.joining(", "));
    return calls + " of " + window.partition() + " " + keys(window.order());
  }

  private static String keys(List<Plan.SortKey> keys) {
    return keys.stream()
        .map(key -> key.column() + (key.descending() ? " desc" : ""))
        .collect(Collectors.joining(", ", "by [", "]"));
  }

  private static String sort(Plan.Sort sort) {
    String keys = keys(sort.keys());
    String limit = sort.limit() == Long.MAX_VALUE ? "" : " limit " + sort.limit();
    String offset = sort.offset() == 0 ? "" : " offset " + sort.offset();
    Ordered ordered = Ordered.of(sort);
    String order =
        ordered == null
            ? ""
            : ", read in the order of " + ordered.scan().table().columns().get(ordered.column());
    return keys + limit + offset + order;
  }

  private static String expressions(List<Expression> expressions) {
    return expressions.stream()
        .map(PlanText::expression)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String expression(Expression expression) {
    return expression(expression, index -> "$" + index);
  }

  static String expression(Expression expression, IntFunction<String> input) {
    return switch (expression) {
      case Expression.Input(int index) -> input.apply(index);
      case Expression.Constant constant -> Explain.brief(constant.value().toString());
      case Expression.Call(Function function, List<Expression> arguments) ->
          arguments.stream()
              .map(argument -> " " + expression(argument, input))
              .collect(Collectors.joining("", "(" + function.name(), ")"));
    };
  }
}
