package bourn.datalog;

import bourn.engine.Nearest;
import bourn.kernel.Keyword;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a whole query, in its vector or its map form. */
final class QueryParser {

  private static final List<String> SECTIONS =
      List.of(
          ":find",
          ":keys",
          ":strs",
          ":syms",
          ":with",
          ":in",
          ":where",
          ":rules",
          ":having",
          ":order-by",
          ":limit",
          ":offset",
          ":timeout");

  private final Node query;
  private final Map<String, Section> sections = new LinkedHashMap<>();

  private record Section(Node head, List<Node> items) {}

  private QueryParser(Node query) {
    this.query = query;
  }

  static ParsedQuery parse(Node query) {
    QueryParser parser = new QueryParser(query);
    parser.split();
    return parser.assemble();
  }

  private void split() {
    if (query.map()) {
      for (int i = 0; i < query.items().size(); i += 2) {
        Node value = query.items().get(i + 1);
        open(query.items().get(i)).addAll(value.sequence() ? value.items() : List.of(value));
      }
    } else if (query.sequence()) {
      splitVector();
    } else {
      throw query
          .place()
          .wrong("malformed", "a query is a vector or a map, found " + query, "as [:find ?x ...]");
    }
  }

  private void splitVector() {
    List<Node> open = null;
    for (Node item : query.items()) {
      Keyword keyword = item.keyword();
      if (keyword != null && !direction(keyword)) {
        open = open(item);
      } else if (open == null) {
        throw item.place()
            .wrong("malformed", "a query begins with :find, found " + item, "as [:find ?x ...]");
      } else {
        open.add(item);
      }
    }
  }

  private static boolean direction(Keyword keyword) {
    return keyword.name().equals("asc") || keyword.name().equals("desc");
  }

  private List<Node> open(Node head) {
    String name = head.toString();
    if (!SECTIONS.contains(name)) {
      throw head.place()
          .wrong("malformed", "a query has no section " + name, Nearest.hint(name, SECTIONS));
    }
    Section section = new Section(head, new ArrayList<>());
    if (sections.put(name, section) != null) {
      throw head.place().wrong("malformed", name + " occurs twice");
    }
    return section.items();
  }

  private ParsedQuery assemble() {
    Section findSection = sections.get(":find");
    if (findSection == null) {
      throw query
          .place()
          .wrong("malformed", "a query needs :find", "as [:find ?x :where [?x :attribute]]");
    }
    FindParser.Find find = FindParser.parse(items(":find"), findSection.head().place());
    Section rules = sections.get(":rules");
    return new ParsedQuery(
        find.shape(),
        find.elements(),
        keys(find),
        TermParser.variables(items(":with")),
        inputs(),
        new ClauseParser().clauses(items(":where"), "$"),
        rules == null ? Map.of() : RuleParser.parse(listOf(rules)),
        items(":having").stream().map(QueryParser::having).toList(),
        window(find.elements()),
        findSection.head().place());
  }

  /** The rules of a vector query stand in one list; those of a map query were already taken out. */
  private static Node listOf(Section rules) {
    if (rules.items().size() == 1 && !rules.items().getFirst().items().isEmpty()) {
      Node only = rules.items().getFirst();
      Node head = only.items().getFirst();
      if (head.sequence() && !head.items().isEmpty() && head.items().getFirst().sequence()) {
        return only;
      }
    }
    return new Node(Value.list(), rules.items(), false, rules.head().place(), "");
  }

  private List<Node> items(String name) {
    Section section = sections.get(name);
    return section == null ? List.of() : few(name, section.items());
  }

  /** Clauses are counted where they are read, with those within others. */
  private static List<Node> few(String name, List<Node> items) {
    return name.equals(":where") ? items : Node.few(name, items);
  }

  private List<Input> inputs() {
    if (!sections.containsKey(":in")) {
      return List.of(new Input.Source("$", query.place()));
    }
    return items(":in").stream().map(QueryParser::input).toList();
  }

  /** A condition stands as it does in {@code :where}, or without its brackets. */
  private static Formula having(Node node) {
    boolean bracketed = node.sequence() && node.items().size() == 1;
    Node call = bracketed ? node.items().getFirst() : node;
    if (!call.call()) {
      throw node.place()
          .wrong("malformed", ":having takes conditions, found " + node, "as [(< 10 (count ?x))]");
    }
    return FormulaParser.formula(call);
  }

  private static Input input(Node node) {
    if (node.source()) {
      return new Input.Source(node.toString(), node.place());
    }
    if (node.plainSymbol()) {
      return new Input.Bound(
          new Binding.Scalar(new Term.Variable(String.valueOf(node.symbol()), node.place())));
    }
    return node.is("%") ? new Input.Rules(node.place()) : new Input.Bound(TermParser.binding(node));
  }

  private @Nullable List<Value> keys(FindParser.Find find) {
    List<Value> keys = null;
    for (String name : List.of(":keys", ":strs", ":syms")) {
      Section section = sections.get(name);
      if (section != null) {
        if (keys != null) {
          throw section.head().place().wrong("malformed", "only one of :keys, :strs and :syms");
        }
        keys = section.items().stream().map(node -> key(name, node)).toList();
        check(section, keys, find);
      }
    }
    return keys;
  }

  private static Value key(String section, Node node) {
    String name = node.symbol();
    if (name == null) {
      throw node.place().wrong("malformed", section + " takes symbols, found " + node);
    }
    return switch (section) {
      case ":keys" -> Keyword.of(name);
      case ":strs" -> Value.of(name);
      default -> new Symbol(name);
    };
  }

  private static void check(Section section, List<Value> keys, FindParser.Find find) {
    if (find.shape() == FindShape.COLLECTION || find.shape() == FindShape.SCALAR) {
      throw section.head().place().wrong("malformed", section.head() + " needs a :find of tuples");
    }
    if (keys.size() != find.elements().size()) {
      throw section
          .head()
          .place()
          .wrong(
              "wrong-arity",
              section.head()
                  + " names "
                  + keys.size()
                  + " columns, and :find has "
                  + find.elements().size());
    }
  }

  private Window window(List<FindElement> find) {
    Long timeout = sections.containsKey(":timeout") ? number(":timeout") : null;
    return new Window(
        order(find),
        sections.containsKey(":offset") ? number(":offset") : 0,
        sections.containsKey(":limit") ? number(":limit") : Long.MAX_VALUE,
        timeout);
  }

  private List<Window.Key> order(List<FindElement> find) {
    Section section = sections.get(":order-by");
    if (section != null && section.items().isEmpty()) {
      throw section
          .head()
          .place()
          .wrong("malformed", ":order-by names nothing", "as :order-by [?x ?y :desc]");
    }
    return OrderParser.parse(items(":order-by"), find);
  }

  private long number(String name) {
    List<Node> items = items(name);
    if (items.size() == 1
        && items.getFirst().value() instanceof Value.Int(long number)
        && number >= 0) {
      return number;
    }
    Place place = items.isEmpty() ? query.place() : items.getFirst().place();
    throw place.wrong(
        "malformed",
        name
            + " takes one whole number that is not negative"
            + (items.isEmpty()
                ? ""
                : ", found " + (items.size() == 1 ? items.getFirst() : items.size() + " forms")));
  }
}
