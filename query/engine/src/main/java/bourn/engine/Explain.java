package bourn.engine;

import bourn.columns.Restriction;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans as text and as data. */
public final class Explain {

  private static final int LONGEST = 120;

  private Explain() {}

  /** Returns {@code plan} as an indented tree, an operator a line, each above its inputs. */
  public static String text(Plan plan) {
    return text(tree(plan, null));
  }

  /**
   * Returns {@code plan} as {@code {:op :join, :detail "...", :inputs [..]}}.
   *
   * @param analysis of a run, for {@code :rows}, {@code :calls} and {@code :ms}, or null
   */
  public static Value tree(Plan plan, @Nullable Analysis analysis) {
    Map<Value, Value> node = new LinkedHashMap<>();
    node.put(Keyword.of("op"), Keyword.of(PlanText.name(plan)));
    node.put(Keyword.of("detail"), Value.of(PlanText.detail(plan)));
    if (analysis != null) {
      Analysis.Count count = analysis.count(plan);
      node.put(Keyword.of("rows"), Value.of(count.rows()));
      node.put(Keyword.of("calls"), Value.of(count.calls()));
      node.put(Keyword.of("ms"), Value.of(Math.round(count.nanos() / 1_000.0) / 1_000.0));
    }
    List<Value> inputs = new ArrayList<>();
    Recursion.inputs(plan).forEach(input -> inputs.add(tree(input, analysis)));
    if (!inputs.isEmpty()) {
      node.put(Keyword.of("inputs"), new Value.Items(inputs));
    }
    return new Value.Entries(node);
  }

  /** Returns what {@link #tree} made as text. */
  public static String text(Value tree) {
    StringBuilder out = new StringBuilder();
    write(tree, 0, out);
    return out.toString();
  }

  private static void write(Value tree, int depth, StringBuilder out) {
    if (!(tree instanceof Value.Entries node)) {
      throw new IllegalArgumentException("a tree of a plan is expected, was " + tree);
    }
    StringBuilder line = new StringBuilder("  ".repeat(depth));
    line.append(of(node, "op").substring(1)).append(' ').append(of(node, "detail"));
    if (node.get(Keyword.of("rows")) != null) {
      line.append("  rows=").append(of(node, "rows")).append(" calls=").append(of(node, "calls"));
      line.append(" ms=").append(of(node, "ms"));
    }
    out.append(line.toString().stripTrailing()).append('\n');
    if (node.get(Keyword.of("inputs")) instanceof Value.Items(List<Value> inputs)) {
      inputs.forEach(input -> write(input, depth + 1, out));
    }
  }

  private static String of(Value.Entries node, String key) {
    return Texts.plain(node.entries().getOrDefault(Keyword.of(key), Value.Nil.NIL));
  }

  /** Returns {@code expression}, of which all inputs are {@code input}. */
  public static String text(Expression expression, String input) {
    return PlanText.expression(expression, index -> input);
  }

  static String brief(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
  }

  /** A bound of numbers of any type is a decimal, and reads better without a sign of that. */
  private static String shown(Value bound) {
    return bound instanceof Value.Decimal(BigDecimal decimal)
        ? decimal.toPlainString()
        : brief(bound.toString());
  }

  static String restriction(Restriction restriction, String column) {
    Value only = restriction.only();
    if (only != null) {
      return column + " = " + shown(only);
    }
    String lower =
        restriction.from() == null
            ? ""
            : shown(restriction.from()) + (restriction.fromInclusive() ? " <= " : " < ");
    String upper =
        restriction.until() == null
            ? ""
            : (restriction.untilInclusive() ? " <= " : " < ") + shown(restriction.until());
    return lower + column + upper;
  }
}
