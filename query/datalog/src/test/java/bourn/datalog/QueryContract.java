package bourn.datalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.engine.Budget;
import bourn.engine.HostFunction;
import bourn.engine.HostFunctions;
import bourn.engine.QueryException;
import bourn.engine.Source;
import bourn.engine.Sources;
import bourn.kernel.Edn;
import bourn.kernel.Keyword;
import bourn.kernel.Reference;
import bourn.kernel.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What queries find, whatever the facts are kept in. */
abstract class QueryContract {

  private final Facts facts =
      new Facts()
          .declare("name", "unique")
          .declare("age", "long")
          .declare("parent", "ref", "many")
          .declare("likes", "many")
          .declare("country", "ref")
          .entity(10, "db/ident", Edn.read(":country/uk"))
          .entity(1, "name", "Ann", "age", 70, "country", 10)
          .entity(2, "name", "Bob", "age", 45, "parent", 1, "likes", "tea")
          .entity(3, "name", "Cid", "age", 43, "parent", 1, "likes", "tea")
          .entity(4, "name", "Dee", "age", 20, "parent", 2, "country", 10)
          .entity(5, "name", "Eve", "age", 20, "parent", 2, "parent", 3)
          .add(5, "likes", "tea", 2)
          .add(5, "likes", "jam", 2);

  private Source family = facts;

  /** Returns a source of the same facts, with the same entities. */
  abstract Source source(Facts given);

  @BeforeEach
  void keep() {
    family = source(facts);
  }

  /** The query, what it finds; an apostrophe stands for a quotation mark. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [:find ?n :where [?e :name ?n] [?e :age 20]] | #{['Dee'] ['Eve']}
          [:find ?n . :where [4 :name ?n]] | 'Dee'
          [:find [?n ?a] :where [?e :name ?n] [?e :age ?a] [?e :likes 'jam']] | ['Eve' 20]
          [:find ?e :where [?e :likes _]] | #{[2] [3] [5]}
          [:find ?e :where [?e :likes]] | #{[2] [3] [5]}
          [:find ?n :where [[:name 'Dee'] :parent ?p] [?p :name ?n]] | #{['Bob']}
          [:find ?n :where [?e :country :country/uk] [?e :name ?n]] | #{['Ann'] ['Dee']}
          [:find ?n :where [?e :country [:db/ident :country/uk]] [?e :name ?n]] | #{['Ann'] ['Dee']}
          [:find ?n :where [?e :name ?n] [?e :likes 'tea'] [?e :likes 'jam']] | #{['Eve']}
          [:find ?c ?p :where [?x :name ?c] [?x :parent ?y] [?y :name ?p] [?y :likes 'tea']] | #{['Dee' 'Bob'] ['Eve' 'Bob'] ['Eve' 'Cid']}
          [:find ?a ?b :where [?x :parent ?p] [?y :parent ?p] [?x :name ?a] [?y :name ?b] [(< ?a ?b)]] | #{['Bob' 'Cid'] ['Dee' 'Eve']}
          [:find ?n :where [?e :age ?a] [(> ?a 43)] [?e :name ?n]] | #{['Ann'] ['Bob']}
          [:find ?n :where [?e :age ?a] [(<= 45 ?a)] [?e :name ?n]] | #{['Ann'] ['Bob']}
          [:find ?n :where [?e :age ?a] [(< 20 ?a 45)] [?e :name ?n]] | #{['Cid']}
          [:find ?n :where [(> ?a 40)] [?e :name ?n] [?e :age ?a] [(< ?a 50.0)]] | #{['Bob'] ['Cid']}
          [:find ?n ?m :where [?e :name ?n] [?e :age ?a] [(* ?a 2) ?m] [(= ?m 40)]] | #{['Dee' 40] ['Eve' 40]}
          [:find ?m . :where [?e :name 'Ann'] [?e :age ?a] [(+ (inc ?a) 1) ?m]] | 72
          [:find ?x :where [(ground [1 2 3]) [?x ...]] [(odd? ?x)]] | #{[1] [3]}
          [:find ?x ?y :where [(ground [[1 2] [3 4]]) [[?x ?y]]]] | #{[1 2] [3 4]}
          [:find ?x ?y :where [?e :name 'Ann'] [?e :age ?a] [(tuple ?a ?e) [?x ?y]]] | #{[70 1]}
          [:find ?y :where [?e :age ?a] [(tuple ?a ?e) ?t] [(untuple ?t) [20 ?y]]] |
          [:find ?n ?l :where [?e :name ?n] [(get-else $ ?e :likes 'nothing') ?l]] | #{['Ann' 'nothing'] ['Bob' 'tea'] ['Cid' 'tea'] ['Dee' 'nothing'] ['Eve' 'tea'] ['Eve' 'jam']}
          [:find ?n :where [?e :name ?n] [(missing? $ ?e :likes)]] | #{['Ann'] ['Dee']}
          [:find ?n ?v :where [?e :name ?n] [(get-some $ ?e :country :age) [_ ?v]]] | #{['Ann' 10] ['Bob' 45] ['Cid' 43] ['Dee' 10] ['Eve' 20]}
          [:find ?n :where [?e :name ?n] (not [?e :likes])] | #{['Ann'] ['Dee']}
          [:find ?n :where [?e :name ?n] (not [?e :parent ?p] [?p :likes 'tea'])] | #{['Ann'] ['Bob'] ['Cid']}
          [:find ?n :where [?e :name ?n] [?e :age ?a] (not [(> ?a 43)])] | #{['Cid'] ['Dee'] ['Eve']}
          [:find ?n :where [?e :name ?n] (not-join [?e] [?e :parent ?n] [?n :likes 'tea'])] | #{['Ann'] ['Bob'] ['Cid']}
          [:find ?n :where [?e :name ?n] (not [?e :likes 'tea'] (not [?e :likes 'jam']))] | #{['Ann'] ['Dee'] ['Eve']}
          [:find ?n :where [?e :name ?n] (or [?e :age 70] [?e :likes 'jam'])] | #{['Ann'] ['Eve']}
          [:find ?n :where [?e :name ?n] (or [?e :age 70] (and [?e :age 20] [?e :likes _]))] | #{['Ann'] ['Eve']}
          [:find ?n :where [?e :name ?n] (or-join [?e] [?e :age 70] (and [?e :parent ?p] [?p :age 43]))] | #{['Ann'] ['Eve']}
          [:find ?n :where [?e :name ?n] [?e :age ?a] (or [(< ?a 30)] [(> ?a 60)])] | #{['Ann'] ['Dee'] ['Eve']}
          [:find ?n :where [?e :name ?n] [?e :age ?a] (or-join [[?a]] [(< ?a 30)] [(> ?a 60)])] | #{['Ann'] ['Dee'] ['Eve']}
          [:find (count ?e) . :where [?e :name]] | 5
          [:find (count ?e) . :where [?e :name 'Zoe']] | nil
          [:find (count ?e) :where [?e :name 'Zoe']] | #{}
          [:find (sum ?a) . :where [?e :age ?a]] | 178
          [:find (sum ?a) . :with ?e :where [?e :age ?a]] | 198
          [:find ?a (count ?e) :where [?e :age ?a]] | #{[70 1] [45 1] [43 1] [20 2]}
          [:find (count ?e) ?a (min ?e) ?a :where [?e :age ?a] [(< ?a 44)]] | #{[1 43 3 43] [2 20 4 20]}
          [:find (min ?a) (max ?a) (avg ?a) (median ?a) :with ?e :where [?e :age ?a]] | #{[20 70 39.6 43]}
          [:find [(min 2 ?a) (max 2 ?a) (distinct ?a)] :where [?e :age ?a]] | [[20 43] [70 45] #{70 45 43 20}]
          [:find (count-distinct ?a) . :with ?e :where [?e :age ?a]] | 4
          [:find (variance ?a) . :where [?e :age ?a] [(< ?a 44)]] | 132.25
          [:find ?n ?a :keys name age :where [?e :name ?n] [?e :age ?a] [?e :likes 'jam']] | [{:name 'Eve', :age 20}]
          [:find [?n ?a] :strs name age :where [?e :name ?n] [?e :age ?a] [?e :likes 'jam']] | {'name' 'Eve', 'age' 20}
          [:find ?n ?a :where [?e :name ?n] [?e :age ?a] :order-by [?a ?n :desc] :limit 3] | [['Eve' 20] ['Dee' 20] ['Cid' 43]]
          [:find ?a (count ?e) :where [?e :age ?a] :order-by (count ?e) :desc ?a :asc :limit 1 :offset 1] | [[43 1]]
          {:find [?n .] :where [[4 :name ?n]]} | 'Dee'
          {:find [[?n ...]] :where [[?e :name ?n] [?e :age 70]] :limit 5} | ['Ann']
          [:find ?v :where [?e ?a 'Ann'] [4 ?a ?v]] | #{['Dee']}
          [:find ?e ?v :in $ :where [?e ?a ?v] [(= ?v 'jam')] [_ ?a 'tea']] | #{[5 'jam']}
          [:find ?x :where [?x :parent ?x]] | #{}
          [:find ?v ?added :where [5 :likes ?v ?t ?added] [5 :name _ ?u] [(not= ?t ?u)]] | #{['tea' true] ['jam' true]}
          [:find ?e :where [?e :name nil]] | #{}
          [:find ?n :where ($ not [?e :likes]) [?e :name ?n]] | #{['Ann'] ['Dee']}
          [:find ?x :where [(identity 5) ?x]] | #{[5]}
          [:find ?x ?y :where [(ground 5) ?x] [(inc ?x) ?y] [(= ?y 6)]] | #{[5 6]}
          [:find ?x :where [(ground 5) ?x] [(= ?x 6)]] | #{}
          [:find ?l . :where [?e :name 'Bob'] [?e :likes ?l]] | 'tea'
          [:find ?n :where [?e :name ?n] (and [?e :age 20] (and [?e :likes 'jam']))] | #{['Eve']}
          [:find (sum (* 2 ?a)) . :with ?e :where [?e :age ?a]] | 396
          [:find ?a :with ?e :where [?e :age ?a] [(< ?a 21)]] | [[20] [20]]
          [:find (sum (* 2 ?a)) . :where [?e :age ?a]] | 356
          [:find ?c (max (count ?n)) :where [?e :country ?c] [?e :name ?n]] | #{[10 3]}
          [:find (/ (sum ?a) (count ?a)) . :with ?e :where [?e :age ?a]] | 39.6
          [:find ?n (- 100 ?a) :where [?e :name ?n] [?e :age ?a] [(> ?a 44)]] | #{['Ann' 30] ['Bob' 55]}
          [:find (quot ?a 10) :where [?e :age ?a]] | #{[7] [4] [2]}
          [:find (quot ?a 10) (count ?e) :where [?e :age ?a]] | #{[7 1] [4 1] [2 2]}
          [:find ?a (count ?e) :where [?e :age ?a] :having [(< 1 (count ?e))]] | #{[20 2]}
          [:find ?a :where [?e :age ?a] :having (< 1 (count ?e))] | #{[20]}
          [:find ?a (count ?e) :where [?e :age ?a] :having [(= 1 (count ?e))] [(< 43 ?a)] :order-by ?a] | [[45 1] [70 1]]
          [:find ?a :where [?e :age ?a] :having [(or (< 50 ?a) (< (sum (inc ?e)) 4))]] | #{[70] [45]}
          {:find [?a] :where [[?e :age ?a]] :having [(> (min ?e) 3)]} | #{[20]}
          [:find ?n :where [?e :name ?n] [?e :age ?a] [(q [:find (min ?x) . :where [_ :age ?x]] $) ?a]] | #{['Dee'] ['Eve']}
          [:find ?n ?m :where [?e :name ?n] [?e :likes 'tea'] [(q [:find (count ?c) . :in $ ?p :where [?c :parent ?p]] $ ?e) ?m]] | #{['Bob' 2] ['Cid' 1]}
          [:find ?n ?k :where [?e :name ?n] [?e :age 20] [(q [:find ?l (count ?o) :in $ ?me :where [?me :likes ?l] [?o :likes ?l]] $ ?e) [[?l ?k]]] [(= ?l 'tea')]] | #{['Eve' 3]}
          [:find [?x ...] :where [(q [:find [?n ...] :where [?e :name ?n] [?e :age 20]] $) [?x ...]]] | ['Dee' 'Eve']
          [:find ?s . :where [(q [:find [(min ?a) (max ?a)] :where [_ :age ?a]] $) [?l ?g]] [(- ?g ?l) ?s]] | 50
          [:find ?n :where [?e :name ?n] [(q [:find ?c . :in $ ?p :where [?c :parent ?p] [(q [:find ?y . :in $ ?z :where [?z :age ?y]] $ ?c) ?w] [(= ?w 43)]] $ ?e)]] | #{['Ann']}
          [:find ?n :where [?e :name ?n] (not [(q [:find ?c . :in $ ?p :where [?c :parent ?p]] $ ?e)])] | #{['Dee'] ['Eve']}
          """)
  void findsWhatDatomicWould(String query, String expected) {
    if (expected != null) {
      Value found = Datalog.query(query.replace('\'', '"'), family).toValue();
      assertThat(found).isEqualTo(Edn.read(expected.replace('\'', '"')));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [:find ?n :in $ ?a :where [?e :age ?a] [?e :name ?n]] | 20 | #{['Dee'] ['Eve']}
          [:find ?n ?a :in $ ?a :where [?e :age ?a] [?e :name ?n]] | 45 | #{['Bob' 45]}
          [:find ?n :in $ [?a ...] :where [?e :age ?a] [?e :name ?n]] | [43 45 1] | #{['Bob'] ['Cid']}
          [:find ?n :in $ [?a ...] :where [?e :age ?a] [?e :name ?n]] | [] | #{}
          [:find ?n :in $ [?a ?l] :where [?e :age ?a] [?e :likes ?l] [?e :name ?n]] | [20 'tea'] | #{['Eve']}
          [:find ?n ?r :in $ [[?n ?r]] :where [?e :name ?n] [?e :age 20]] | [['Dee' 1] ['Eve' 2] ['Ann' 3]] | #{['Dee' 1] ['Eve' 2]}
          [:find ?n ?r :in $ [[?n _ ?r]] :where [?e :name ?n]] | [['Dee' 0 1] ['Zed' 0 2]] | #{['Dee' 1]}
          [:find ?e :in $ ?least :where [?e :age ?a] [(>= ?a ?least)]] | 45 | #{[1] [2]}
          [:find ?e :in $ ?e :where [?e :likes 'tea']] | [:name 'Bob'] | #{[[:name 'Bob']]}
          [:find ?a . :in $ ?e :where [?e :age ?a]] | [:name 'Bob'] | 45
          [:find ?v :in $ ?attr :where [4 ?attr ?v]] | :age | #{[20]}
          [:find ?n :in $ % :where (old ?e) [?e :name ?n]] | [[(old ?p) [?p :age ?a] [(> ?a 44)]]] | #{['Ann'] ['Bob']}
          [:find ?n :in $ % :where (fan ?e) [?e :name ?n]] | [[(fan ?p) [?p :likes 'jam']] [(fan ?p) [?p :age 70]]] | #{['Ann'] ['Eve']}
          [:find ?n :in $ % :where (kin 1 ?e) [?e :name ?n]] | [[(kin ?a ?b) [?b :parent ?a]] [(kin ?a ?b) [?b :parent ?c] (kin ?a ?c)]] | #{['Bob'] ['Cid'] ['Dee'] ['Eve']}
          [:find ?a ?b :in $ % :where (kin ?x ?y) [?x :name ?a] [?y :name ?b] [?y :age 20]] | [[(kin ?a ?b) [?b :parent ?a]] [(kin ?a ?b) (kin ?a ?c) (kin ?c ?b)]] | #{['Ann' 'Dee'] ['Ann' 'Eve'] ['Bob' 'Dee'] ['Bob' 'Eve'] ['Cid' 'Eve']}
          [:find ?n :in $ % :where [?e :name ?n] (young ?e 30)] | [[(young [?p ?a] ) [?p :age ?x] [(< ?x ?a)]]] | #{['Dee'] ['Eve']}
          [:find ?n :in $ % :where [?e :name ?n] (not (kin ?e))] | [[(kin ?a) [?a :parent]]] | #{['Ann']}
          [:find ?x :in $ % :where (same ?x 20)] | [[(same ?x ?y) [_ :age ?x] [(= ?x ?y)]]] | #{[20]}
          [:find ?n :in $ % :where [?e :name ?n] [(q [:find ?x . :in $ % ?k :where (kid ?k ?x) [?x :likes 'jam']] $ % ?e)]] | [[(kid ?a ?b) [?b :parent ?a]]] | #{['Bob'] ['Cid']}
          [:find ?n ?m :in $ $maps :where [$maps ?x :who ?n] [$maps ?x :marks ?m] [?e :name ?n]] | [{:who 'Ann' :marks 3} {:who 'Zed' :marks 4} {:who 'Bob'}] | #{['Ann' 3]}
          [:find ?x ?n :in $ $maps :where [$maps ?x 'who' ?n]] | [{:db/id 7 'who' 'Ann'} {:db/id 8 'who' nil}] | #{[7 'Ann']}
          [:find ?x :in $ $maps :where [$maps ?x :who 'Ann']] | #{{:who 'Ann'} {:who 'Bob'}} | #{[{:who 'Ann'}]}
          [:find ?p :in $ % :where (pair ?p ?p)] | [[(pair ?x ?y) [?x :age ?a] [?y :age ?a]]] | #{[1] [2] [3] [4] [5]}
          """)
  void takesInputs(String query, String input, String expected) {
    Value given = Edn.read(input.replace('\'', '"'));
    Value found = Datalog.query(query.replace('\'', '"'), family, given).toValue();
    assertThat(found).isEqualTo(Edn.read(expected.replace('\'', '"')));
  }

  @Test
  void joinsSourcesOfAllKinds() {
    Events quakes =
        new Events(7)
            .add(List.of(), "mag", 4.5, "who", "Ann")
            .add(List.of(), "mag", 6.5, "who", "Eve")
            .add(List.of(), "other", 1);
    QueryResult found =
        Datalog.query(
            "[:find ?n ?m ?r :in $ $quakes $ranks :where [?e :name ?n] [?e :age ?a] [(< ?a 50)]"
                + " [$quakes ?q :mag ?m] [$quakes ?q :who ?n] [$ranks ?n ?r]]",
            family,
            quakes,
            List.of(List.of("Eve", 1), List.of("Ann", 2)));
    assertThat(found.toValue()).isEqualTo(Edn.read("#{[\"Eve\" 6.5 1]}"));
    assertThat(found.warnings()).isEmpty();
  }

  @Test
  void anAttributeThatNoEventHas_matchesNothingAndWarns() {
    Events quakes = new Events(7).add(List.of(), "mag", 4.5);
    QueryResult found = Datalog.query("[:find ?m :where [?q :magn ?m]]", quakes);
    assertThat(found.count()).isZero();
    assertThat(found.warnings()).singleElement().asString().contains(":magn", "did you mean :mag?");
  }

  @Test
  void anAttributeThatNoTupleHas_matchesNothingAndWarns() {
    Source tuples = Sources.relation(List.of(List.of(Value.of(1), Keyword.of("mag"), Value.of(4))));
    QueryResult found = Datalog.query("[:find ?m :where [?q :magn ?m]]", tuples);
    assertThat(found.count()).isZero();
    assertThat(found.warnings()).singleElement().asString().contains(":magn", "did you mean :mag?");
    assertThat(Datalog.query("[:find ?m :where [?q :mag ?m]]", tuples).warnings()).isEmpty();
  }

  @Test
  void causesAreFollowedAcrossStreams() {
    Reference a = new Reference(7, 0);
    Reference b = new Reference(8, 0);
    Events first = new Events(7).add(List.of(), "n", "a").add(List.of(b), "n", "c");
    Events second = new Events(8).add(List.of(a), "n", "b");
    QueryResult found =
        Datalog.query(
            "[:find ?n :in $x $y :where [$x ?c :n \"c\"] (caused-by ?c ?e)"
                + " (or [$x ?e :n ?n] [$y ?e :n ?n])]",
            first,
            second);
    assertThat(found.toValue()).isEqualTo(Edn.read("#{[\"a\"] [\"b\"]}"));
  }

  @Test
  void aQueryGivenAsData_findsTheSame() {
    Value data =
        Edn.read(
            "{:find [?n] :in [$ % ?a] :where [(older ?e ?a) [?e :name ?n] (not [?e :likes"
                + " \"tea\"])]}");
    Value rules = Edn.read("[[(older ?e ?a) [?e :age ?b] [(> ?b ?a)]]]");
    QueryResult found = Datalog.query(Query.of(data), List.of(family, rules, 40), Budget.DEFAULT);
    assertThat(found.toValue()).isEqualTo(Edn.read("#{[\"Ann\"]}"));
  }

  @Test
  void rulesMayStandInTheQuery() {
    String query =
        "{:find [?n] :rules [[(kin ?a ?b) [?b :parent ?a]] [(kin ?a ?b) (kin ?a ?c) (kin ?c ?b)]]"
            + " :where [(kin ?a ?b) [?a :name \"Ann\"] [?b :name ?n]]}";
    assertThat(Datalog.query(query, family).count()).isEqualTo(4);
  }

  @Test
  void pullsInFind() {
    QueryResult found =
        Datalog.query(
            "[:find [(pull ?e [:name {:parent [:name]}]) ...] :where [?e :likes \"jam\"]]", family);
    assertThat(found.toValue())
        .isEqualTo(Edn.read("[{:name \"Eve\", :parent [{:name \"Bob\"} {:name \"Cid\"}]}]"));
  }

  @Test
  void aPullPatternMayBeAnInput() {
    QueryResult found =
        Datalog.query(
            "[:find (pull ?e pattern) . :in $ pattern :where [?e :name \"Dee\"]]",
            family,
            Edn.read("[:age]"));
    assertThat(found.toValue()).isEqualTo(Edn.read("{:age 20}"));
  }

  @Test
  void aQueryObservesItsSources() {
    assertThat(Datalog.query("[:find ?e :where [?e :name]]", family).count()).isEqualTo(5);
    assertThat(facts.observed).isEqualTo(family == facts ? 1 : 0);
  }

  @Test
  void rowsOfAQueryAreASourceOfAnother() {
    QueryResult ages = Datalog.query("[:find ?n ?a :where [?e :name ?n] [?e :age ?a]]", family);
    QueryResult found = Datalog.query("[:find (max ?a) . :in $ages :where [$ages _ ?a]]", ages);
    assertThat(found.toValue()).isEqualTo(Value.of(70));
  }

  @Test
  void callsFunctionsOfTheHost() {
    HostFunctions host =
        HostFunctions.NONE
            .with("app/initial", a -> Value.of(((Value.Text) a.getFirst()).value().substring(0, 1)))
            .with(
                "app/range",
                a -> {
                  List<Value> ages = ((Value.Items) a.getLast()).items().stream().sorted().toList();
                  return Value.list(ages.getFirst(), ages.getLast());
                });
    Query query =
        Query.parse(
            "[:find [?i ...] :in $ ?old :where [?e :name ?n] [?e :age ?a] [(?old ?a)]"
                + " [(app/initial ?n) ?i]]");
    HostFunction old = a -> Value.of(((Value.Int) a.getFirst()).value() > 44);
    assertThat(Datalog.query(query, List.of(family, old), Budget.DEFAULT, host).rows())
        .containsExactlyInAnyOrder(List.of(Value.of("A")), List.of(Value.of("B")));
    Query range = Query.parse("[:find (app/range ?a) . :where [_ :age ?a]]");
    assertThat(Datalog.query(range, List.of(family), Budget.DEFAULT, host).toValue())
        .isEqualTo(Edn.read("[20 70]"));
    Query given = Query.parse("[:find (aggregate ?f ?a) . :in $ ?f :where [_ :age ?a]]");
    HostFunction size = a -> Value.of(((Value.Items) a.getFirst()).items().size());
    assertThat(Datalog.query(given, List.of(family, size), Budget.DEFAULT).toValue())
        .isEqualTo(Value.of(4));
    Query pulling =
        Query.parse("[:find (pull ?e [[:name :xform app/initial]]) . :where [?e :age 70]]");
    assertThat(Datalog.query(pulling, List.of(family), Budget.DEFAULT, host).toValue())
        .isEqualTo(Edn.read("{:name \"A\"}"));
  }

  @Test
  void whatAFunctionOfTheHostThrows_endsTheQueryAndSaysWhere() {
    HostFunctions host =
        HostFunctions.NONE.with(
            "app/fails",
            a -> {
              throw new IllegalStateException("no " + a);
            });
    Query query = Query.parse("[:find ?n :where [_ :name ?n] [(app/fails ?n)]]");
    assertThatThrownBy(() -> Datalog.query(query, List.of(family), Budget.DEFAULT, host))
        .isInstanceOfSatisfying(
            QueryException.class,
            e -> {
              assertThat(e.code()).isEqualTo(Keyword.of("query/function-failed"));
              assertThat(e.explain()).contains("app/fails failed", "IllegalStateException", "^");
              assertThat(e).hasCauseInstanceOf(IllegalStateException.class);
            });
    assertThatThrownBy(() -> host.with("count", a -> Value.of(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void columnsAreNamedAsTheyAreFound() {
    QueryResult found = Datalog.query("[:find ?a (count ?e) :where [?e :age ?a]]", family);
    assertThat(found.columns()).containsExactly("?a", "(count ?e)");
    assertThat(Set.copyOf(found.rows())).hasSize(4);
    assertThat(Map.of("n", found.row(0).size())).containsEntry("n", 2);
  }
}
