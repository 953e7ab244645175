package bourn.datalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes safe queries over few variables and small numbers, of every construct. */
final class RandomQuery {

  static final String RULES =
      """
      [[(path ?x ?y) [?x :p ?y]]
       [(path ?x ?y) [?x :p ?z] (path ?z ?y)]
       [(left ?x ?y) [?x :q ?y]]
       [(left ?x ?y) (left ?x ?z) [?z :p ?y]]
       [(double ?x ?y) [?x :p ?y]]
       [(double ?x ?y) (double ?x ?z) (double ?z ?y)]
       [(even ?x ?y) [?x :p ?z] (odd ?z ?y)]
       [(odd ?x ?y) [?x :p ?y]]
       [(odd ?x ?y) (even ?x ?z) [?z :p ?y] [(not= ?x ?y)]]
       [(apart ?x ?y) [?x :q] [?y :q] (not (path ?x ?y))]
       [(peer ?x ?y) [?p :p ?x] [?p :q ?y]]
       [(peer ?x ?y) [?a :p ?x] (peer ?a ?b) [?b :p ?y]]
       [(near ?x ?y) [?x :q ?y]]
       [(near ?x ?y) [?y :r ?x] (or [?x :q ?y] [?y :p ?x])]
       [(hops ?x ?y (min ?n)) [?x :p ?y] [(ground 1) ?n]]
       [(hops ?x ?y (min ?n)) (hops ?x ?z ?m) [?z :p ?y] [(inc ?m) ?n]]
       [(ping ?x ?y) [?x :p ?y]]
       [(ping ?x ?y) (pong ?y ?x) (ping ?x ?z)]
       [(pong ?x ?y) [?x :q ?z] (ping ?z ?y)]
       [(pong ?x ?y) (ping ?x ?x) [?x :r ?y]]
       [(pong ?x ?y) (ping 3 ?x) [?y :p ?x] (not [?y :q ?x])]
       [(degree ?x (count ?y)) [?x :p ?y]]
       [(degree ?x (count ?y)) [?y :r ?x] (not [?x :p])]
       [(most (max ?n) ?x) (degree ?x ?n)]
       [(far ?x (max ?n) (count-distinct ?y)) (hops ?x ?y ?n)]
       [(spread ?x (count ?z) :with ?y) [?x :p ?y] [?y :q ?z]]]
      """;

  private static final List<String> NAMES = List.of("?a", "?b", "?c", "?d");
  private static final List<String> RECURSIVE =
      List.of(
          "path", "left", "double", "even", "odd", "apart", "peer", "near", "degree", "most",
          "spread", "ping", "pong");

  private final Random random;
  private final boolean numbers;
  private final List<String> bound = new ArrayList<>();
  private final List<String> clauses = new ArrayList<>();

  /**
   * Makes a maker.
   *
   * @param numbers whether all values are numbers, so that arithmetic never fails
   */
  RandomQuery(long seed, boolean numbers) {
    this.random = new Random(seed);
    this.numbers = numbers;
  }

  /** What the query finds, what comes after its clauses, and these. */
  record Made(String find, String tail, List<String> clauses) {

    String text() {
      return text(clauses);
    }

    /** Returns the query with its clauses in another order. */
    String shuffled(Random random) {
      List<String> order = new ArrayList<>(clauses);
      Collections.shuffle(order, random);
      return text(order);
    }

    private String text(List<String> order) {
      return "{:find ["
          + find
          + "] :rules "
          + RULES
          + " :where ["
          + String.join("\n  ", order)
          + "]"
          + tail
          + "}";
    }
  }

  Made make() {
    int patterns = 1 + random.nextInt(3);
    for (int i = 0; i < patterns; i++) {
      clauses.add(pattern(true));
    }
    if (bound.isEmpty()) {
      clauses.add("[?a :p ?b]");
      bind("?a");
      bind("?b");
    }
    int more = random.nextInt(4);
    for (int i = 0; i < more; i++) {
      clauses.add(another());
    }
    return new Made(find(), tail(), List.copyOf(clauses));
  }

  private String find() {
    String find = any();
    return switch (random.nextInt(6)) {
      case 0 -> find;
      case 1 -> find + " " + aggregate();
      case 2 -> aggregate() + " " + aggregate();
      case 3 -> find + " (vector " + any() + " " + aggregate() + ")";
      case 4 -> find + " " + any();
      default -> "(compare " + any() + " " + any() + ") " + find;
    };
  }

  private String aggregate() {
    String function =
        pick(
            numbers
                ? List.of("count", "min", "max", "sum", "avg", "count-distinct")
                : List.of("count", "min", "max", "distinct", "count-distinct"));
    String argument = numbers && random.nextBoolean() ? "(* 2 " + any() + ")" : any();
    return "(" + function + " " + argument + ")";
  }

  private String tail() {
    return (random.nextInt(3) == 0 ? " :with [" + any() + "]" : "")
        + (random.nextInt(3) == 0 ? " :having [(< " + number() + " (count " + any() + "))]" : "");
  }

  private String another() {
    return switch (random.nextInt(15)) {
      case 0 -> "[(" + pick(List.of("<", ">", "<=", ">=", "=", "not=", "==")) + pair() + ")]";
      case 1 -> "[(" + pick(List.of("<", ">=", "=")) + " " + any() + " " + number() + ")]";
      case 2 ->
          "[("
              + pick(numbers ? List.of("+", "*", "-") : List.of("compare", "tuple"))
              + " "
              + any()
              + " "
              + number()
              + ") "
              + target()
              + "]";
      case 3 -> "(not " + pattern(false) + ")";
      case 4 -> "(not " + anchored() + " " + anchored() + ")";
      case 5 -> or();
      case 6 -> orJoin();
      case 7 -> notJoin();
      case 9 -> "(not [(= " + any() + " " + number() + ")])";
      case 10 -> compared(any());
      case 11 -> asked();
      case 12 ->
          "(hops " + any() + " " + target() + " " + (random.nextBoolean() ? target() : "2") + ")";
      case 13 -> "(far " + any() + " " + target() + " " + target() + ")";
      case 8 -> "[(ground [1 2 3 5]) [" + target() + " ...]]";
      default -> rule();
    };
  }

  private String rule() {
    String name = pick(RECURSIVE);
    String first = random.nextInt(4) == 0 ? number() : random.nextInt(3) == 0 ? target() : any();
    String second = random.nextInt(4) == 0 ? number() : target();
    return "(" + name + " " + first + " " + second + ")";
  }

  private String asked() {
    String x = any();
    return switch (random.nextInt(4)) {
      case 0 -> "[(q [:find ?z :in $ ?x :where [?x :p ?z]] $ " + x + ") [[" + target() + "]]]";
      case 1 ->
          "[(q [:find [?z ...] :in $ ?x :where [?z :r ?x]] $ " + x + ") [" + target() + " ...]]";
      case 2 ->
          "[(q [:find (count ?z) . :in $ ?x :where [?z "
              + attribute()
              + " ?x]] $ "
              + x
              + ") "
              + target()
              + "]";
      default ->
          "[(q [:find ?z (count ?y) :where [?y :p ?z] :having [(< 1 (count ?y))]] $) [["
              + target()
              + " "
              + target()
              + "]]]";
    };
  }

  private String or() {
    String x = any();
    String y = target();
    return "(or "
        + "["
        + x
        + " "
        + attribute()
        + " "
        + y
        + "] (and ["
        + y
        + " "
        + attribute()
        + " "
        + x
        + "] [(< "
        + x
        + " "
        + number()
        + ")]) "
        + (random.nextBoolean() ? "(path " + x + " " + y + ")" : "[" + x + " :r " + y + "]")
        + ")";
  }

  private String compared(String x) {
    return "(or [(= " + x + " " + number() + ")] [(< " + x + " " + number() + ")])";
  }

  private String notJoin() {
    String x = any();
    return "(not-join [" + x + "] [" + x + " " + attribute() + " ?z] [(> ?z " + number() + ")])";
  }

  private String orJoin() {
    String x = any();
    String y = target();
    if (x.equals(y)) {
      return notJoin();
    }
    return "(or-join [["
        + x
        + "] "
        + y
        + "] ["
        + x
        + " "
        + attribute()
        + " "
        + y
        + "] (and ["
        + x
        + " :p ?z] [?z "
        + attribute()
        + " "
        + y
        + "] [(not= ?z "
        + x
        + ")]) [("
        + (numbers ? "inc " : "identity ")
        + x
        + ") "
        + y
        + "])";
  }

  private String anchored() {
    return "[" + any() + " " + attribute() + " " + pick(List.of("_", any(), "?z", number())) + "]";
  }

  private String pattern(boolean binding) {
    String entity = term(binding, true);
    String attribute = random.nextInt(12) == 0 ? "_" : attribute();
    return random.nextInt(6) == 0
        ? "[" + entity + " " + attribute + "]"
        : "[" + entity + " " + attribute + " " + term(binding, false) + "]";
  }

  private String term(boolean binding, boolean entity) {
    int choice = random.nextInt(10);
    if (choice == 0) {
      return number();
    }
    if (choice == 1 && (binding || !entity)) {
      return "_";
    }
    return binding ? target() : any();
  }

  private String attribute() {
    return pick(List.of(":p", ":q", ":r"));
  }

  private String pair() {
    return " " + any() + " " + any();
  }

  private String target() {
    return bind(pick(NAMES));
  }

  private String any() {
    return bound.get(random.nextInt(bound.size()));
  }

  private String bind(String name) {
    if (!bound.contains(name)) {
      bound.add(name);
    }
    return name;
  }

  private String number() {
    return Integer.toString(1 + random.nextInt(6));
  }

  private String pick(List<String> options) {
    return options.get(random.nextInt(options.size()));
  }
}
