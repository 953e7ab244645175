package bourn.datalog;

import bourn.engine.Function;
import bourn.engine.HostFunctions;
import bourn.engine.Nearest;
import bourn.kernel.Keyword;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads pull patterns. */
final class PullParser {

  static final int USUAL_LIMIT = 1_000;

  private final HostFunctions functions;

  private PullParser(HostFunctions functions) {
    this.functions = functions;
  }

  /**
   * Reads a pattern.
   *
   * @param functions what {@code :xform} may name beside the library's
   */
  static PullPattern parse(Node node, HostFunctions functions) {
    return new PullParser(functions).pattern(node);
  }

  private PullPattern pattern(Node node) {
    if (!node.sequence()) {
      throw node.place()
          .wrong(
              "malformed", "a pull pattern is a vector, found " + node, "as [* {:friend [:name]}]");
    }
    boolean wildcard = false;
    List<PullPattern.Part> parts = new ArrayList<>();
    for (Node item : Node.few("a pull pattern", node.items())) {
      if (wildcard(item)) {
        wildcard = true;
      } else if (item.map()) {
        parts.addAll(nested(item));
      } else {
        parts.add(part(item, null, 0));
      }
    }
    return new PullPattern(wildcard, parts);
  }

  private static boolean wildcard(Node node) {
    return named(node, "*") || isStar(node.keyword());
  }

  /** Whether {@code node} is the word {@code name}: a symbol, or a string where there are none. */
  private static boolean named(Node node, String name) {
    return node.is(name) || node.value().equals(Value.of(name));
  }

  private static boolean isStar(@Nullable Keyword keyword) {
    return keyword != null && keyword.name().equals("*");
  }

  private List<PullPattern.Part> nested(Node map) {
    List<PullPattern.Part> parts = new ArrayList<>();
    for (int i = 0; i < map.items().size(); i += 2) {
      Node key = map.items().get(i);
      Node value = map.items().get(i + 1);
      if (named(value, "...")) {
        parts.add(part(key, null, PullPattern.UNLIMITED));
      } else if (value.value() instanceof Value.Int(long depth)) {
        parts.add(part(key, null, depth(value, depth)));
      } else {
        parts.add(part(key, pattern(value), 0));
      }
    }
    return parts;
  }

  private static int depth(Node node, long depth) {
    if (depth < 1 || depth > 1_000_000) {
      throw node.place().wrong("malformed", "a depth lies in [1, 1000000], found " + depth);
    }
    return (int) depth;
  }

  private PullPattern.Part part(Node node, @Nullable PullPattern nested, int depth) {
    Keyword bare = node.keyword();
    if (bare != null) {
      return new Options(bare, functions).part(nested, depth, node.place());
    }
    if (!node.sequence() || node.items().isEmpty()) {
      throw node.place()
          .wrong(
              "malformed",
              "a pull pattern has attributes, found " + node,
              "as :name, [:friend :limit 5] or {:friend [:name]}");
    }
    return options(node).part(nested, depth, node.place());
  }

  private Options options(Node node) {
    List<Node> items = node.items();
    boolean limits = named(items.getFirst(), "limit");
    boolean prefixed = limits || named(items.getFirst(), "default");
    Node named = items.get(prefixed && items.size() > 1 ? 1 : 0);
    Keyword attribute = named.keyword();
    if (attribute == null) {
      throw named.place().wrong("malformed", "an attribute is needed here, found " + named);
    }
    Options options = new Options(attribute, functions);
    if (prefixed && items.size() == 3) {
      options.set(items.getFirst(), limits ? ":limit" : ":default", items.get(2));
      return options;
    }
    if (prefixed || items.size() % 2 == 0) {
      throw node.place()
          .wrong("malformed", "options come in pairs after an attribute, found " + node);
    }
    for (int i = 1; i < items.size(); i += 2) {
      options.set(items.get(i), name(items.get(i)), items.get(i + 1));
    }
    return options;
  }

  /** Returns the name of an option, which is a keyword, or a word without its colon. */
  private static String name(Node node) {
    return switch (node.value()) {
      case Value.Text(String text) -> text.startsWith(":") ? text : ":" + text;
      case Symbol(String name) -> ":" + name;
      default -> node.toString();
    };
  }

  /** The options of one attribute while they are read. */
  private static final class Options {

    private static final List<String> NAMES = List.of(":as", ":limit", ":default", ":xform");

    private final Keyword attribute;
    private Value key;
    private int limit = USUAL_LIMIT;
    private @Nullable Value fallback;
    private final HostFunctions functions;
    private @Nullable Function function;

    Options(Keyword attribute, HostFunctions functions) {
      this.functions = functions;
      this.attribute = attribute;
      this.key = attribute;
    }

    void set(Node at, String name, Node value) {
      switch (name) {
        case ":as" -> key = value.value();
        case ":limit" -> limit = limit(value);
        case ":default" -> fallback = value.value();
        case ":xform" -> function = function(value);
        default ->
            throw at.place()
                .wrong(
                    "malformed", "a pull pattern has no option " + name, Nearest.hint(name, NAMES));
      }
    }

    private Function function(Node node) {
      String called = node.value() instanceof Value.Text(String text) ? text : node.toString();
      Term unknown = new Term.Constant(Value.Nil.NIL, node.place());
      return Expressions.function(new Call(called, List.of(unknown), node.place()), functions);
    }

    private static int limit(Node node) {
      if (node.value() instanceof Value.Nil) {
        return Integer.MAX_VALUE;
      }
      if (node.value() instanceof Value.Int(long limit) && 0 < limit && limit < 1 << 30) {
        return (int) limit;
      }
      throw node.place()
          .wrong("malformed", "a limit is a whole number above 0, or nil, found " + node);
    }

    PullPattern.Part part(@Nullable PullPattern nested, int depth, Place place) {
      String local = attribute.localName();
      boolean reverse = local.startsWith("_") && local.length() > 1;
      String namespace = attribute.namespace();
      Keyword forward =
          reverse
              ? Keyword.of((namespace == null ? "" : namespace + "/") + local.substring(1))
              : attribute;
      return new PullPattern.Part(
          forward, reverse, key, limit, fallback, function, nested, depth, place);
    }
  }
}
