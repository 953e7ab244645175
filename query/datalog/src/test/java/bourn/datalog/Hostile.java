package bourn.datalog;

import bourn.engine.Budget;
import bourn.engine.HostFunctions;
import bourn.index.Database;
import bourn.index.DatomStream;
import bourn.kernel.Edn;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Something that would take very long, each in another part of the engine.
 *
 * @param name what takes long
 * @param work does it within a budget
 */
record Hostile(String name, Work work) {

  private static final int ENTITIES = 60_000;
  private static final int DENSE = 150;
  private static final long FIRST = 1_000_000;

  /** What takes long. */
  @FunctionalInterface
  interface Work {
    Object within(Budget budget);
  }

  /**
   * Opens a stream of many entities: {@code :n} differs, {@code :m} is one of a few, {@code :next}
   * is a chain, and {@code :link} leads from each of some to all of them.
   */
  static DatomStream stream(Kernel kernel) {
    DatomStream stream = DatomStream.open(kernel, "hostile");
    stream.transact(
        Edn.readAll(
            "{:db/ident :n :db/valueType :db.type/long :db/cardinality :db.cardinality/one}"
                + "{:db/ident :m :db/valueType :db.type/long :db/cardinality :db.cardinality/one}"
                + "{:db/ident :s :db/valueType :db.type/string :db/cardinality :db.cardinality/one}"
                + "{:db/ident :next :db/valueType :db.type/ref :db/cardinality :db.cardinality/one}"
                + "{:db/ident :link :db/valueType :db.type/ref"
                + " :db/cardinality :db.cardinality/many}"));
    for (int from = 0; from < ENTITIES; from += 10_000) {
      List<Value> facts = new ArrayList<>();
      for (int i = from; i < from + 10_000; i++) {
        facts.add(add(i, "n", Value.of(i)));
        facts.add(add(i, "m", Value.of(i % 10)));
        facts.add(add(i, "s", Value.of("text " + i)));
        facts.add(add(i, "next", Value.of(FIRST + (i + 1) % ENTITIES)));
      }
      stream.transact(facts);
    }
    List<Value> links = new ArrayList<>();
    for (int i = 0; i < DENSE * DENSE; i++) {
      links.add(add(i / DENSE, "link", Value.of(FIRST + i % DENSE)));
    }
    stream.transact(links);
    return stream;
  }

  private static Value add(int entity, String attribute, Value value) {
    return Value.list(Keyword.of("db/add"), Value.of(FIRST + entity), Keyword.of(attribute), value);
  }

  /** Returns everything hostile, asked of {@code stream}. */
  static List<Hostile> all(DatomStream stream) {
    Database database = stream.db();
    List<Hostile> all = new ArrayList<>();
    for (String line : QUERIES.lines().toList()) {
      String[] parts = line.split(" \\| ");
      all.add(asking(parts[0], parts[1], database));
    }
    all.add(asking("planning many clauses", conjunction(), database));
    all.add(asking("planning rules written out", doubling(), database));
    all.add(asking("planning alternatives of alternatives", alternatives(), database));
    all.add(asking("folding constants", folding("(str %s %s)", 60, "\"abcd\""), database));
    all.add(asking("folding collections", folding("(vector %s %s)", 150, "1"), database));
    all.add(
        asking(
            "backtracking of a pattern",
            "[:find (count ?e) :in $ ?t :where [?e :n ?n] [(str ?n ?t) ?u]"
                + " [(re-find \"(a|aa)+$\" ?u)]]",
            database,
            "a".repeat(5_000) + "b"));
    all.add(
        asking(
            "patterns in a long text",
            "[:find (count ?e) :in $ ?t :where [?e :n ?n] [(str ?n \"[xyz]+q\") ?p]"
                + " [(re-find ?p ?t)]]",
            database,
            "a".repeat(1_000_000)));
    all.add(
        asking(
            "comparing long texts",
            "[:find (count ?e) :in $ ?t :where [?e :s ?s] [(str ?t ?s) ?u] [?f :s ?w]"
                + " [(str ?t ?w) ?v] [(< ?u ?v)]]",
            database,
            "a".repeat(1_000)));
    List<Value> numbers = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      numbers.add(Value.of(i));
    }
    Value list = new Value.Items(numbers);
    all.add(
        asking(
            "a product of inputs",
            "[:find (count ?a) :in $ [[?a ...] [?b ...] [?c ...]] :where [?e :n ?a]]",
            database,
            new Value.Items(List.of(list, list, list))));
    all.add(
        asking(
            "a product of a collection of tuples",
            "[:find ?a ?b ?c :in [?a ...] [?b ...] [?c ...] :where [(< ?a ?b)]]",
            list,
            list,
            list));
    all.add(
        new Hostile(
            "a pull of every path",
            budget ->
                Datalog.query(
                        Query.parse("[:find (pull ?e [:n {:link ...}]) . :where [?e :n 0]]"),
                        List.of(database),
                        budget)
                    .toValue()));
    all.add(
        new Hostile(
            "a live query",
            budget ->
                LiveQuery.over(
                        stream,
                        Query.parse("[:find (count ?a) :with ?b :where [?a :m ?x] [?b :m ?x]]"),
                        List.of(stream),
                        budget,
                        HostFunctions.NONE)
                    .result()));
    return all;
  }

  private static final String QUERIES =
      """
      a product | [:find (count ?a) :with ?b ?c :where [?a :n _] [?b :n _] [?c :n _]]
      a product that is kept | [:find ?a ?b :where [?a :n _] [?b :n _]]
      a product that is sorted | [:find ?x ?y :where [?a :n ?x] [?b :n ?y] :order-by ?y ?x]
      a sort of texts | [:find ?s ?t :where [?a :s ?s] [?b :s ?t] [?a :m 1] [?b :m 2] [(str ?s ?t) ?u] :order-by ?s]
      a sort of made texts | [:find ?u :where [?a :s ?s] [?b :n ?t] [(< ?t 50)] [(str ?t ?s ?t) ?u] :order-by ?u]
      a product without a match | [:find (count ?a) :where [?a :n ?x] [?b :n ?y] [(+ ?x ?y) ?z] [(< ?z 0)]]
      a join of few keys | [:find (count ?a) :with ?b ?c :where [?a :m ?x] [?b :m ?x] [?c :m ?x]]
      a join that leaves out | [:find (count ?a) :where [?a :m ?x] [?b :m ?x] [?b :n ?y] [?a :n ?z] [(< (+ ?y ?z) 0)]]
      different pairs | [:find (count-distinct ?u) :where [?a :n ?x] [?b :n ?y] [(+ (* 100000 ?x) ?y) ?u]]
      texts made of pairs | [:find (count ?u) :where [?a :s ?s] [?b :s ?t] [(str ?s ?t) ?u]]
      a median of pairs | [:find (median ?u) :where [?a :n ?x] [?b :n ?y] [(< ?y 100)] [(* ?x ?y) ?u]]
      a list of pairs | [:find (list ?u) :where [?a :n ?x] [?b :n ?y] [(* ?x ?y) ?u]]
      the least of texts | [:find (min 5 ?u) :where [?a :s ?s] [?b :n ?t] [(< ?t 20)] [(str ?t ?s) ?u]]
      groups of pairs | [:find ?u (sum ?x) (avg ?y) (max ?x) :where [?a :n ?x] [?b :n ?y] [(+ (* 7 ?x) ?y) ?u]]
      a negation of pairs | [:find (count ?a) :where [?a :n ?x] [?b :n ?y] (not [?a :next ?b])]
      alternatives of pairs | [:find (count ?a) :where [?a :n ?x] (or-join [?x ?z] [_ :n ?z] (and [_ :m ?x] [_ :n ?z]))]
      a closure of a chain | {:find [(count ?a)] :rules [[(r ?a ?b) [?a :next ?b]] [(r ?a ?b) [?a :next ?c] (r ?c ?b)]] :where [(r ?a ?b)]}
      a recursion that is not linear | {:find [(count ?a)] :rules [[(r ?a ?b) [?a :next ?b]] [(r ?a ?b) (r ?a ?c) (r ?c ?b)]] :where [(r ?a ?b) [(< ?a ?b)]]}
      a recursion over pairs | {:find [(count ?a)] :rules [[(r ?a ?b ?n) [?a :next ?b] [?a :m ?n]] [(r ?a ?b ?n) [?a :next ?c] (r ?c ?b ?k) [?a :m ?n]]] :where [(r ?a ?b ?n)]}
      triangles | [:find (count ?a) :with ?b ?c ?d :where [?a :link ?b] [?b :link ?c] [?a :link ?c] [?d :n _]]
      counting for ever | {:find [(count ?x)] :rules [[(n ?x) [_ :m ?x]] [(n ?x) (n ?y) [(inc ?y) ?x]]] :where [(n ?x)]}
      squaring for ever | {:find [(count ?x)] :rules [[(n ?x) [_ :n ?x]] [(n ?x) (n ?y) [(* ?y ?y) ?x]]] :where [(n ?x)]}
      texts that grow for ever | {:find [(count ?x)] :rules [[(n ?x) [_ :s ?x]] [(n ?x) (n ?y) [(str ?y ?y) ?x]]] :where [(n ?x)]}
      lists that grow for ever | {:find [(count ?x)] :rules [[(n ?x) [_ :s ?x]] [(n ?x) (n ?y) [(vector ?y ?y) ?x]]] :where [(n ?x)]}
      a distance of all pairs | {:find [?a ?b ?d] :rules [[(d ?a ?b (min ?d)) [?a :next ?b] [(ground 1) ?d]] [(d ?a ?b (min ?d)) (d ?a ?c ?e) [?c :next ?b] [(inc ?e) ?d]]] :where [(d ?a ?b ?d)]}
      a query for each row | [:find (count ?n) :where [?a :n ?x] [(q [:find (count ?b) . :in $ ?x :where [?b :n ?y] [(< ?x ?y)]] $ ?x) ?n]]
      a long query within one | [:find ?n :where [?a :n 1] [(q [:find (count ?b) . :with ?c ?d :in $ :where [?b :n ?y] [?c :n ?z] [?d :n _]] $) ?n]]
      a pull of everything | [:find (pull ?e [* {:next [* {:next [*]}]}]) :where [?e :n _]]
      a pull backward | [:find (pull ?e [{:_link [{:_link [{:_link [:n]}]}]}]) :where [?e :link _]]
      a result of many rows | [:find ?a ?b ?u :where [?a :n ?x] [?b :n ?y] [(< ?y 40)] [(+ ?x ?y) ?u]]
      """;

  private static Hostile asking(String name, String query, Object... inputs) {
    return new Hostile(
        name, budget -> Datalog.query(Query.parse(query), List.of(inputs), budget).toValue());
  }

  private static String conjunction() {
    StringBuilder query = new StringBuilder("[:find ?a0 :where ");
    for (int i = 0; i < 900; i++) {
      query.append("[?a").append(i).append(" :next ?a").append(i + 1).append("]");
    }
    return query + "]";
  }

  private static String doubling() {
    StringBuilder rules = new StringBuilder("[(r0 ?x) [?x :n]]");
    for (int i = 1; i < 10; i++) {
      String before = "(r" + (i - 1) + " ?x)";
      rules.append("[(r" + i + " ?x) " + before + "(not " + before + "[?x :m 3])]");
    }
    return "{:find [?x] :rules [" + rules + "] :where [(r9 ?x)]}";
  }

  private static String alternatives() {
    String clause = "[?x :n ?y]";
    for (int i = 0; i < 8; i++) {
      clause = "(or-join [?x ?y] " + clause + " (and [?x :m ?y] " + clause + "))";
    }
    return "[:find (count ?x) :where " + clause + "]";
  }

  private static String folding(String call, int times, String first) {
    StringBuilder query =
        new StringBuilder("[:find ?e :where [?e :n 1] [(identity " + first + ") ?a0]");
    for (int i = 0; i < times; i++) {
      List<String> arguments = Collections.nCopies(2, "?a" + i);
      query
          .append("[")
          .append(String.format(call, arguments.toArray()))
          .append(" ?a" + (i + 1) + "]");
    }
    return query + "[?e :s ?a" + times + "]]";
  }
}
