package bourn.engine;

import bourn.columns.Restriction;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
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
   * @param analysis of a run, for {@code :rows} and {@code :calls}, or null
   */
  public static Value tree(Plan plan, @Nullable Analysis analysis) {
    Map<Value, Value> node = new LinkedHashMap<>();
    node.put(Keyword.of("op"), Keyword.of(PlanText.name(plan)));
    node.put(Keyword.of("detail"), Value.of(PlanText.detail(plan)));
    if (analysis != null) {
      Analysis.Count count = analysis.count(plan);
      node.put(Keyword.of("rows"), Value.of(count.rows()));
      node.put(Keyword.of("calls"), Value.of(count.calls()));
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
    }
    out.append(line.toString().stripTrailing()).append('\n');
    if (node.get(Keyword.of("inputs")) instanceof Value.Items(List<Value> inputs)) {
      inputs.forEach(input -> write(input, depth + 1, out));
    }
  }

  private static String of(Value.Entries node, String key) {
    return Texts.plain(node.entries().getOrDefault(Keyword.of(key), Value.Nil.NIL));
  }

  static String brief(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
  }

  static String restriction(Restriction restriction, String column) {
    Value only = restriction.only();
    if (only != null) {
      return column + " = " + brief(only.toString());
    }
    String lower =
        restriction.from() == null
            ? ""
            : brief(restriction.from().toString()) + (restriction.fromInclusive() ? " <= " : " < ");
    String upper =
        restriction.until() == null
            ? ""
            : (restriction.untilInclusive() ? " <= " : " < ")
                + brief(restriction.until().toString());
    return lower + column + upper;
  }
}
