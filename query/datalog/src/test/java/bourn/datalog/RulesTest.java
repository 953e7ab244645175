package bourn.datalog;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.engine.Budget;
import bourn.kernel.Edn;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RulesTest {

  private static final String RIGHT =
      "[[(to ?x ?y) [?x :next ?y]] [(to ?x ?y) [?x :next ?z] (to ?z ?y)]]";
  private static final String LEFT =
      "[[(to ?x ?y) [?x :next ?y]] [(to ?x ?y) (to ?x ?z) [?z :next ?y]]]";
  private static final String DOUBLE =
      "[[(to ?x ?y) [?x :next ?y]] [(to ?x ?y) (to ?x ?z) (to ?z ?y)]]";
  private static final String MUTUAL =
      "[[(to ?x ?y) (one ?x ?y)] [(to ?x ?y) (even ?x ?y)]"
          + " [(one ?x ?y) [?x :next ?y]] [(one ?x ?y) (even ?x ?z) [?z :next ?y]]"
          + " [(even ?x ?y) (one ?x ?z) [?z :next ?y]]]";

  private static Facts chain(int length) {
    Facts facts = new Facts().declare("next", "ref", "many");
    IntStream.range(1, length).forEach(i -> facts.add(i, "next", i + 1, 1));
    return facts;
  }

  private static Facts ring(int length) {
    return chain(length).add(length, "next", 1, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {RIGHT, LEFT, DOUBLE, MUTUAL})
  void everyFormOfRecursion_findsTheClosure(String rules) {
    String all = "[:find ?x ?y :in $ % :where (to ?x ?y)]";
    assertThat(Datalog.query(all, chain(40), rules).count()).isEqualTo(40 * 39 / 2);
    assertThat(Datalog.query(all, ring(12), rules).count()).isEqualTo(144);
  }

  @ParameterizedTest
  @ValueSource(strings = {RIGHT, LEFT, DOUBLE, MUTUAL})
  void aBoundArgument_findsThoseOfTheClosure(String rules) {
    String from = "[:find ?y :in $ % ?x :where (to ?x ?y)]";
    assertThat(Datalog.query(from, chain(40), rules, 30).count()).isEqualTo(10);
    assertThat(Datalog.query(from, ring(12), rules, 3).count()).isEqualTo(12);
    String to = "[:find ?x :in $ % ?y :where (to ?x ?y)]";
    assertThat(Datalog.query(to, chain(40), rules, 30).count()).isEqualTo(29);
    String both = "[:find ?e . :in $ % ?x ?y :where (to ?x ?y) [?x :next ?e]]";
    assertThat(Datalog.query(both, chain(40), rules, 3, 9).count()).isEqualTo(1);
    assertThat(Datalog.query(both, chain(40), rules, 9, 3).count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {RIGHT, LEFT, DOUBLE, MUTUAL})
  void aFewBoundArguments_findThoseOfTheClosure(String rules) {
    String from = "[:find ?x ?y :in $ % [?x ...] :where (to ?x ?y)]";
    assertThat(Datalog.query(from, chain(40), rules, List.of(30, 38)).count()).isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[(to ?x ?y) [?p :next ?x] [?p :next ?y]]"
            + " [(to ?x ?y) [?a :next ?x] (to ?a ?b) [?b :next ?y]]",
        "[(to ?x ?y) [?x :next ?y]] [(to ?x ?y) [?x :next ?a] (to ?a ?b) (to ?b ?y)]",
        "[(to ?x ?y) [?x :next ?y]] [(to ?x ?y) (to ?y ?x)]",
        "[(to ?x ?y) [?x :next ?y]] [(to ?x ?y) [?x :next ?a] [(< ?a 90)] (to ?a ?b) [?b :next ?y]"
            + " (not [?y :next ?x])]",
        "[(to ?x ?y) [?x :next ?y]] [(to ?x ?y) (or-join [?x ?y] (to ?y ?x) (and [?x :next ?a] (to"
            + " ?a ?y)))]",
      })
  void whatABoundArgumentDemands_isThatOfAll(String rules) {
    Random random = new Random(8);
    Facts facts = new Facts().declare("next", "ref", "many");
    for (int i = 0; i < 90; i++) {
      facts.add(1 + random.nextInt(60), "next", 1 + random.nextInt(60), 1);
    }
    String all = "[:find ?x ?y :in $ % :where (to ?x ?y)]";
    Set<List<Value>> pairs = new HashSet<>(Datalog.query(all, facts, "[" + rules + "]").rows());
    for (int node = 1; node <= 60; node++) {
      for (int at = 0; at < 2; at++) {
        String query = "[:find ?x ?y :in $ % %s :where (to ?x ?y)]";
        Value constant = Value.of(node);
        int column = at;
        Set<List<Value>> expected = new HashSet<>(pairs);
        expected.removeIf(pair -> !pair.get(column).equals(constant));
        assertThat(
                new HashSet<>(
                    Datalog.query(
                            query.replace("%s", at == 0 ? "?x" : "?y"),
                            facts,
                            "[" + rules + "]",
                            node)
                        .rows()))
            .as("%s at %s", node, at)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void sameGeneration_ofOneIsFoundWithoutThatOfAll() {
    Facts tree = new Facts().declare("parent", "ref", "one");
    for (int i = 2; i <= 2_000; i++) {
      tree.add(i, "parent", i / 2, 1);
    }
    String rules =
        "[[(peer ?x ?y) [?x :parent ?p] [?y :parent ?p]]"
            + " [(peer ?x ?y) [?x :parent ?a] (peer ?a ?b) [?y :parent ?b]]]";
    Query query = Query.parse("[:find ?y :in $ % ?x :where (peer ?x ?y)]");
    Explanation explanation = Datalog.analyze(query, List.of(tree, rules, 200), Budget.DEFAULT);
    assertThat(Datalog.query(query, List.of(tree, rules, 200), Budget.DEFAULT).count())
        .isEqualTo(128);
    assertThat(explanation.toString()).containsPattern("fixpoint .* rows=\\d{1,4} ");
  }

  private static final String PEERS =
      "[[(peer ?x ?y) [?x :parent ?p] [?y :parent ?p]]"
          + " [(peer ?x ?y) [?x :parent ?a] (peer ?a ?b) [?y :parent ?b]]]";

  /** The same, as two rules that call each other: of generations an even and an odd number up. */
  private static final String MUTUAL_PEERS =
      "[[(even ?x ?y) [?x :parent ?p] [?y :parent ?p]]"
          + " [(even ?x ?y) [?x :parent ?a] (odd ?a ?b) [?y :parent ?b]]"
          + " [(odd ?x ?y) [?x :parent ?a] (even ?a ?b) [?y :parent ?b]]"
          + " [(odd ?x ?y) [?x :parent ?p] [?y :parent ?p]]"
          + " [(peer ?x ?y) (even ?x ?y)]]";

  @ParameterizedTest
  @ValueSource(strings = {PEERS, MUTUAL_PEERS})
  void whatOtherClausesLeave_isAllThatIsAskedAbout(String rules) {
    Facts tree = new Facts().declare("parent", "ref", "one").declare("tag");
    for (int i = 2; i <= 2_000; i++) {
      tree.add(i, "parent", i / 2, 1);
    }
    tree.add(200, "tag", 7, 1).add(300, "tag", 7, 1);
    for (String query :
        List.of(
            "[:find ?x ?y :in $ % :where [?x :tag 7] (peer ?x ?y)]",
            "[:find ?x ?y :in $ % :where (peer ?y ?x) [?x :tag 7]]")) {
      List<Object> given = List.of(tree, rules);
      Explanation explanation = Datalog.analyze(Query.parse(query), given, Budget.DEFAULT);
      assertThat(Datalog.query(query, tree, rules).count()).as(query).isEqualTo(128 + 256);
      assertThat(explanation.toString()).containsPattern("fixpoint .* rows=\\d{1,4} ");
    }
  }

  @Test
  void negationOfACompleteRule_isAnswered() {
    String rules =
        RIGHT.substring(0, RIGHT.length() - 1)
            + " [(apart ?x ?y) [?x :next] [?y :next] (not (to ?x ?y))]]";
    String query = "[:find ?x ?y :in $ % :where (apart ?x ?y)]";
    assertThat(Datalog.query(query, chain(10), rules).count()).isEqualTo(9 * 10 / 2);
  }

  @Test
  void aRecursiveRuleOnASourceOfItsOwn() {
    String query = "[:find ?y :in $ $other % :where ($other to 1 ?y) (not [?y :next])]";
    assertThat(Datalog.query(query, chain(3), chain(6), RIGHT).count()).isEqualTo(4);
  }

  @Test
  void aRuleThatOnlyNarrowsWhatIsGiven_isRecursive() {
    String rules =
        "[[(down ?x ?y) [(identity ?x) ?y]]"
            + " [(down ?x ?y) [(> ?x 0)] [(dec ?x) ?z] (down ?z ?y)]]";
    String query = "[:find [?y ...] :in $ % ?x :where (down ?x ?y)]";
    assertThat(Datalog.query(query, chain(3), rules, 5).count()).isEqualTo(6);
  }

  private static final String SHORTEST =
      "[[(far ?x ?y (min ?d)) [?e :from ?x] [?e :to ?y] [?e :length ?d]]"
          + " [(far ?x ?y (min ?d)) (far ?x ?z ?a) [?e :from ?z] [?e :to ?y] [?e :length ?b]"
          + " [(+ ?a ?b) ?d]]]";
  private static final String SHORTEST_DOUBLE =
      "[[(far ?x ?y (min ?d)) [?e :from ?x] [?e :to ?y] [?e :length ?d]]"
          + " [(far ?x ?y (min ?d)) (far ?x ?z ?a) (far ?z ?y ?b) [(+ ?a ?b) ?d]]]";

  @ParameterizedTest
  @ValueSource(strings = {SHORTEST, SHORTEST_DOUBLE})
  void theLeastOfARecursiveRule_isTheShortestPath(String rules) {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      int nodes = 3 + random.nextInt(8);
      long[][] far = new long[nodes][nodes];
      Facts graph = new Facts().declare("from").declare("to").declare("length");
      for (int edge = 0; edge < 3 * nodes; edge++) {
        int from = random.nextInt(nodes);
        int to = random.nextInt(nodes);
        long length = 1L + random.nextInt(20);
        graph.entity(100 + edge, "from", from, "to", to, "length", length);
        far[from][to] = far[from][to] == 0 ? length : Math.min(far[from][to], length);
      }
      Set<List<Value>> expected = new HashSet<>();
      close(far).forEach(row -> expected.add(row.stream().map(Value::of).toList()));
      QueryResult all =
          Datalog.query("[:find ?x ?y ?d :in $ % :where (far ?x ?y ?d)]", graph, rules);
      assertThat(Set.copyOf(all.rows())).isEqualTo(expected);
      assertThat(all.count()).isEqualTo(expected.size());
      QueryResult one =
          Datalog.query("[:find ?y ?d :in $ % ?x :where (far ?x ?y ?d)]", graph, rules, 1);
      assertThat(one.count())
          .isEqualTo((int) expected.stream().filter(r -> r.getFirst().equals(Value.of(1))).count());
    }
  }

  /** Warshall's algorithm, as Floyd has it. */
  private static List<List<Long>> close(long[][] far) {
    int nodes = far.length;
    for (int via = 0; via < nodes; via++) {
      for (int from = 0; from < nodes; from++) {
        for (int to = 0; to < nodes; to++) {
          long through = far[from][via] + far[via][to];
          if (far[from][via] > 0 && far[via][to] > 0) {
            far[from][to] = far[from][to] == 0 ? through : Math.min(far[from][to], through);
          }
        }
      }
    }
    List<List<Long>> rows = new ArrayList<>();
    for (int from = 0; from < nodes; from++) {
      for (int to = 0; to < nodes; to++) {
        if (far[from][to] > 0) {
          rows.add(List.of((long) from, (long) to, far[from][to]));
        }
      }
    }
    return rows;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [:find ?d ?n :where (staff ?d ?n)] | [[(staff ?d (count ?e)) [?e :in ?d]]] | #{[1 3] [2 1]}
          [:find ?n . :where (staff 1 ?n)] | [[(staff ?d (count ?e)) [?e :in ?d]]] | 3
          [:find ?d :where (staff ?d 1)] | [[(staff ?d (count ?e)) [?e :in ?d]]] | #{[2]}
          [:find ?d ?s :where (paid ?d ?s)] | [[(paid ?d (sum ?s)) [?e :in ?d] [?e :pay ?s]]] | #{[1 30] [2 7]}
          [:find ?d ?s :where (paid ?d ?s)] | [[(paid ?d (sum ?s) :with ?e) [?e :in ?d] [?e :pay ?s]]] | #{[1 40] [2 7]}
          [:find ?d ?l ?g :where (span ?d ?l ?g)] | [[(span ?d (min ?s) (max ?s2)) [?e :in ?d] [?e :pay ?s] [?e :pay ?s2]]] | #{[1 10 20] [2 7 7]}
          [:find ?n . :where (all ?n)] | [[(all (count ?e)) [?e :in ?d]]] | 4
          [:find ?n . :where (all ?n)] | [[(all (count ?e)) [?e :in 9]]] | nil
          [:find ?d :where [_ :in ?d] (not (staff ?d 3))] | [[(staff ?d (count ?e)) [?e :in ?d]]] | #{[2]}
          [:find ?d :where (big ?d)] | [[(staff ?d (count ?e)) [?e :in ?d]] [(big ?d) (staff ?d ?n) [(< 2 ?n)]]] | #{[1]}
          [:find ?d ?n :where (both ?d ?n)] | [[(both ?d (count ?e)) [?e :in ?d]] [(both ?d (count ?s)) [?e :in ?d] [?e :pay ?s]]] | #{[1 4] [2 2]}
          [:find ?x ?n :where (reach ?x ?n)] | [[(to ?x ?y) [?x :boss ?y]] [(to ?x ?y) (to ?x ?z) [?z :boss ?y]] [(reach ?x (count ?y)) (to ?x ?y)]] | #{[11 1] [12 2] [13 3]}
          [:find ?x ?h :where (high ?x ?h)] | [[(high ?x (max ?h)) [?x :pay ?h]] [(high ?x (max ?h)) [?x :boss ?z] (high ?z ?h)]] | #{[10 10] [11 20] [12 20] [13 20]}
          [:find ?x :where (high ?x 10)] | [[(high ?x (max ?h)) [?x :pay ?h]] [(high ?x (max ?h)) [?x :boss ?z] (high ?z ?h)]] | #{[10]}
          """)
  void rulesMayHaveAggregates(String query, String rules, String expected) {
    Facts staff =
        new Facts()
            .declare("in")
            .declare("pay")
            .declare("boss")
            .entity(10, "in", 1, "pay", 10)
            .entity(11, "in", 1, "pay", 20, "boss", 10)
            .entity(12, "in", 1, "pay", 10, "boss", 11)
            .entity(13, "in", 2, "pay", 7, "boss", 12);
    String given = query.replace(":where", ":in $ % :where");
    assertThat(Datalog.query(given, staff, rules).toValue()).isEqualTo(Edn.read(expected));
  }
}
