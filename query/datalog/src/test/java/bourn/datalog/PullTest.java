package bourn.datalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.engine.Budget;
import bourn.engine.QueryException;
import bourn.engine.Source;
import bourn.engine.Sources;
import bourn.index.Database;
import bourn.index.DatomStream;
import bourn.kernel.Edn;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PullTest {

  private final Facts facts =
      new Facts()
          .declare("name", "unique")
          .declare("friend", "ref", "many")
          .declare("boss", "ref")
          .declare("part", "ref", "many", "component")
          .declare("tag", "many")
          .entity(1001, "name", "Ann", "friend", 1002, "friend", 1003, "tag", "x", "tag", "y")
          .entity(1002, "name", "Bob", "friend", 1001, "boss", 1001)
          .entity(1003, "name", "Cid", "friend", 1004, "boss", 1002)
          .entity(1004, "name", "Dee")
          .entity(1005, "name", "Engine", "part", 1006, "part", 1007)
          .entity(1006, "name", "Valve")
          .entity(1007, "name", "Pump", "part", 1008)
          .entity(1008, "name", "Seal");

  private final Kernel kernel = HeapKernel.open(Environment.system());
  private DatomStream stream;
  private List<Source> sources;

  @BeforeAll
  void fill() {
    stream = Databased.of(kernel, "facts", facts);
    Database fresh = stream.db();
    long t = fresh.basis();
    stream.settle();
    stream.transact(Edn.readAll("[:db/add 1001 :tag \"z\"] [:db/add 1003 :name \"Cyd\"]"));
    stream.settle();
    stream.transact(Edn.readAll("[:db/retract 1001 :tag \"z\"] [:db/add 1003 :name \"Cid\"]"));
    Database later = stream.db();
    sources =
        List.of(
            facts,
            Sources.of(fresh),
            Sources.of(later),
            Sources.of(later.asOf(t)),
            Sources.of(later.filter((database, datom) -> true)),
            Sources.of(later.with(List.of()).after()));
  }

  @AfterAll
  void close() {
    stream.close();
    kernel.close();
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [:name] | 1001 | {:name 'Ann'}
          [:name :tag] | [:name 'Ann'] | {:name 'Ann' :tag ['x' 'y']}
          [:db/id :name] | 1004 | {:db/id 1004 :name 'Dee'}
          [*] | 1001 | {:db/id 1001 :name 'Ann' :friend [{:db/id 1002} {:db/id 1003}] :tag ['x' 'y']}
          [* {:friend [:name]}] | 1003 | {:db/id 1003 :name 'Cid' :boss {:db/id 1002} :friend [{:name 'Dee'}]}
          [*] | 1005 | {:db/id 1005 :name 'Engine' :part [{:db/id 1006 :name 'Valve'} {:db/id 1007 :name 'Pump' :part [{:db/id 1008 :name 'Seal'}]}]}
          [:name {:boss [:name {:boss [:name]}]}] | 1003 | {:name 'Cid' :boss {:name 'Bob' :boss {:name 'Ann'}}}
          [:name {:boss ...}] | 1003 | {:name 'Cid' :boss {:name 'Bob' :boss {:name 'Ann'}}}
          [:name {:boss 1}] | 1003 | {:name 'Cid' :boss {:name 'Bob'}}
          [:name {:friend ...}] | 1002 | {:name 'Bob' :friend [{:name 'Ann' :friend [{:db/id 1002} {:name 'Cid' :friend [{:name 'Dee'}]}]}]}
          [:_boss] | 1001 | {:_boss [{:db/id 1002}]}
          [{:_boss [:name]}] | 1002 | {:_boss [{:name 'Cid'}]}
          [{:_part [:name]}] | 1008 | {:_part {:name 'Pump'}}
          [:name {:_boss ...}] | 1001 | {:name 'Ann' :_boss [{:name 'Bob' :_boss [{:name 'Cid'}]}]}
          [[:tag :limit 1]] | 1001 | {:tag ['x']}
          [(limit :tag 1)] | 1001 | {:tag ['x']}
          [[:name :as :n] [:tag :default 'none']] | 1004 | {:n 'Dee' :tag 'none'}
          [(default :tag 'none')] | 1004 | {:tag 'none'}
          [[:name :xform upper-case]] | 1004 | {:name 'DEE'}
          [{[:friend :as :pals :limit 1] [:name]}] | 1001 | {:pals [{:name 'Bob'}]}
          [:tag] | 1004 | nil
          [:name] | [:name 'Zoe'] | nil
          [:name] | 1099 | nil
          [:friend] | 1001 | {:friend [{:db/id 1002} {:db/id 1003}]}
          [*] | 1099 | {:db/id 1099}
          [:db/id] | 1099 | {:db/id 1099}
          [:db/id :tag] | 1099 | {:db/id 1099}
          ['*'] | 1004 | {:db/id 1004 :name 'Dee'}
          [:name '*'] | 1004 | {:db/id 1004 :name 'Dee'}
          [{:boss '...'} :name] | 1003 | {:boss {:boss {:name 'Ann'} :name 'Bob'} :name 'Cid'}
          [['limit' :tag 1]] | 1001 | {:tag ['x']}
          [(limit :tag nil)] | 1001 | {:tag ['x' 'y']}
          [['default' :tag 'none']] | 1004 | {:tag 'none'}
          [[:tag 'default' 'none' 'as' 'tags']] | 1004 | {'tags' 'none'}
          [[:tag :default false]] | 1004 | {:tag false}
          [[:tag :default nil]] | 1004 | {:tag nil}
          [[:name :as 17]] | 1004 | {17 'Dee'}
          [[:name :as nil]] | 1004 | {nil 'Dee'}
          [[:name :as [1 {:a 2}]]] | 1004 | {[1 {:a 2}] 'Dee'}
          [[:db/id :as :id] :name] | 1004 | {:id 1004 :name 'Dee'}
          [[:db/id :xform str]] | 1004 | {:db/id '1004'}
          [{:friend [[:db/id :as :id]]}] | 1001 | {:friend [{:id 1002} {:id 1003}]}
          [[:tag :xform count]] | 1001 | {:tag 2}
          [[:tag :xform 'count']] | 1001 | {:tag 2}
          [[:tag :xform clojure.core/first :as :one]] | 1001 | {:one 'x'}
          [[:name :xform clojure.string/upper-case]] | 1004 | {:name 'DEE'}
          [[:tag :xform count :default 0]] | 1004 | {:tag 0}
          [{[:friend :xform count] [:name]}] | 1001 | {:friend 2}
          [{(limit :friend 1) [:name]}] | 1001 | {:friend [{:name 'Bob'}]}
          [{(default :friend 'none') [:name]}] | 1004 | {:friend 'none'}
          [{[:_friend :limit 1] [:name]}] | 1004 | {:_friend [{:name 'Cid'}]}
          [{[:_friend :as :liked] [:name {:_friend [:name]}]}] | 1004 | {:liked [{:name 'Cid' :_friend [{:name 'Ann'}]}]}
          [:_part] | 1008 | {:_part {:db/id 1007}}
          [{:_part ...} :name] | 1008 | {:_part {:_part {:name 'Engine'} :name 'Pump'} :name 'Seal'}
          [{:part [:name]}] | 1005 | {:part [{:name 'Valve'} {:name 'Pump'}]}
          [* {:part [:name]}] | 1007 | {:db/id 1007 :name 'Pump' :part [{:name 'Seal'}]}
          [* {:part 1}] | 1005 | {:db/id 1005 :name 'Engine' :part [{:db/id 1006 :name 'Valve'} {:db/id 1007 :name 'Pump'}]}
          [* [:tag :limit 1 :as :first]] | 1001 | {:db/id 1001 :name 'Ann' :friend [{:db/id 1002} {:db/id 1003}] :first ['x']}
          [{:friend [:tag]}] | 1002 | {:friend [{:tag ['x' 'y']}]}
          [{:friend [:tag]}] | 1001 | nil
          [:name {:friend 2}] | 1002 | {:name 'Bob' :friend [{:name 'Ann' :friend [{:db/id 1002} {:name 'Cid'}]}]}
          [{:boss [:name] :friend [:db/id]}] | 1003 | {:boss {:name 'Bob'} :friend [{:db/id 1004}]}
          [:name :name] | 1004 | {:name 'Dee'}
          [[:tag :as :x] [:name :as :x]] | 1001 | {:x 'Ann'}
          [* [:friend :as :name]] | 1004 | {:db/id 1004 :name 'Dee'}
          [* [:friend :as :name]] | 1002 | {:db/id 1002 :boss {:db/id 1001} :name [{:db/id 1001}]}
          [* :db/id] | 1004 | {:db/id 1004 :name 'Dee'}
          [[:name :as :a] [:name :as :b]] | 1004 | {:a 'Dee' :b 'Dee'}
          """)
  void pulls(String pattern, String entity, String expected) {
    for (Source source : sources) {
      for (int time = 0; time < 20; time++) {
        Value pulled =
            Pull.pull(source, pattern.replace('\'', '"'), Edn.read(entity.replace('\'', '"')));
        assertThat(pulled).as("of %s", source).isEqualTo(Edn.read(expected.replace('\'', '"')));
      }
    }
  }

  @Test
  void factsThatAreNotAskedFor_countForNothing() {
    Facts many = new Facts().declare("a").declare("b").declare("n", "many");
    for (int entity = 1001; entity <= 1200; entity++) {
      many.add(entity, "a", entity, 1).add(entity, "b", entity, 1);
      for (int n = 0; n < 200; n++) {
        many.add(entity, "n", n, 1);
      }
    }
    Budget small = new Budget(Duration.ofSeconds(20), 100_000, 100, 1_000_000);
    try (DatomStream stored = Databased.of(kernel, "many", many)) {
      Query query = Query.parse("[:find (pull ?e [:a :b]) :where [?e :a]]");
      assertThat(Datalog.query(query, List.of(stored.db()), small).toValue())
          .isInstanceOfSatisfying(
              Value.Members.class, pulled -> assertThat(pulled.members()).hasSize(200));
    }
  }

  @Test
  void aPatternGivenAsData_pullsTheSame() {
    Value pattern = Edn.read("[:name {:boss 1}]");
    assertThat(Pull.pull(facts, pattern, Value.of(1003)))
        .isEqualTo(Pull.pull(facts, "[:name {:boss 1}]", Value.of(1003)));
  }

  @Test
  void aThousandValuesArePulled_whereNoLimitIsGiven() {
    Facts many = new Facts().declare("n", "many").declare("to", "ref", "many");
    for (int i = 1; i <= 1_500; i++) {
      many.add(1, "n", i, 1).add(i, "to", 5_000, 1);
    }
    assertThat(counted(many, "[[:n :xform count]]", 1)).isEqualTo(Edn.read("{:n 1000}"));
    assertThat(counted(many, "[[:n :limit 1200 :xform count]]", 1))
        .isEqualTo(Edn.read("{:n 1200}"));
    assertThat(counted(many, "[[:n :limit nil :xform count]]", 1)).isEqualTo(Edn.read("{:n 1500}"));
    assertThat(counted(many, "[[:_to :xform count]]", 5_000)).isEqualTo(Edn.read("{:_to 1000}"));
    assertThat(counted(many, "[{[:_to :xform count] [:db/id]}]", 5_000))
        .isEqualTo(Edn.read("{:_to 1000}"));
    Value.Entries all = (Value.Entries) counted(many, "[*]", 1);
    assertThat(((Value.Items) all.get(Keyword.of("n"))).items()).hasSize(1_000);
  }

  private static Value counted(Facts facts, String pattern, long entity) {
    return Pull.pull(facts, pattern, Value.of(entity));
  }

  @Test
  void manyEntities_arePulledInTheirOrder() {
    List<Value> asked =
        List.of(Value.of(1004), Edn.read("[:name \"Ann\"]"), Value.of(1099), Value.of(1004));
    for (Source source : sources) {
      assertThat(Pull.pullMany(source, "[:name]", asked))
          .containsExactly(
              Edn.read("{:name \"Dee\"}"),
              Edn.read("{:name \"Ann\"}"),
              Value.Nil.NIL,
              Edn.read("{:name \"Dee\"}"));
    }
  }

  @Test
  void anIdent_isAnEntity() {
    Facts named = new Facts().declare("name").add(1, "db/ident", Keyword.of("red"), 1);
    named.add(1, "name", "Red", 1);
    assertThat(Pull.pull(named, "[:name]", Keyword.of("red")))
        .isEqualTo(Edn.read("{:name \"Red\"}"));
  }

  @Test
  void wrongPatterns_areRefused() {
    for (String wrong :
        List.of(
            "[[:name :limit 0]]",
            "[[:name :limit -1]]",
            "[[:name :limt 1]]",
            "[(limit :name)]",
            "[[:name :limit]]",
            "[{:friend 0}]",
            "[{:friend :name}]",
            "[[:name :xform no/such]]",
            "[:nmae]",
            "[17]",
            ":name")) {
      for (Source source : sources) {
        assertThatThrownBy(() -> Pull.pull(source, wrong, Value.of(1001)))
            .as(wrong)
            .isInstanceOf(QueryException.class);
      }
    }
  }

  @Test
  void aLongChain_isRefusedRatherThanFollowedForEver() {
    Facts chain = new Facts().declare("next", "ref");
    for (int i = 1; i < 3_000; i++) {
      chain.add(i, "next", i + 1, 1);
    }
    assertThatThrownBy(() -> Pull.pull(chain, "[{:next ...}]", Value.of(1)))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("500");
  }
}
