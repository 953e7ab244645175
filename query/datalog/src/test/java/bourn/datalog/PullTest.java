package bourn.datalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.engine.QueryException;
import bourn.kernel.Edn;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PullTest {

  private final Facts facts =
      new Facts()
          .declare("name", "unique")
          .declare("friend", "ref", "many")
          .declare("boss", "ref")
          .declare("part", "ref", "many", "component")
          .declare("tag", "many")
          .entity(1, "name", "Ann", "friend", 2, "friend", 3, "tag", "x", "tag", "y")
          .entity(2, "name", "Bob", "friend", 1, "boss", 1)
          .entity(3, "name", "Cid", "friend", 4, "boss", 2)
          .entity(4, "name", "Dee")
          .entity(5, "name", "Engine", "part", 6, "part", 7)
          .entity(6, "name", "Valve")
          .entity(7, "name", "Pump", "part", 8)
          .entity(8, "name", "Seal");

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [:name] | 1 | {:name 'Ann'}
          [:name :tag] | [:name 'Ann'] | {:name 'Ann' :tag ['x' 'y']}
          [:db/id :name] | 4 | {:db/id 4 :name 'Dee'}
          [*] | 1 | {:db/id 1 :name 'Ann' :friend [{:db/id 2} {:db/id 3}] :tag ['x' 'y']}
          [* {:friend [:name]}] | 3 | {:db/id 3 :name 'Cid' :boss {:db/id 2} :friend [{:name 'Dee'}]}
          [*] | 5 | {:db/id 5 :name 'Engine' :part [{:db/id 6 :name 'Valve'} {:db/id 7 :name 'Pump' :part [{:db/id 8 :name 'Seal'}]}]}
          [:name {:boss [:name {:boss [:name]}]}] | 3 | {:name 'Cid' :boss {:name 'Bob' :boss {:name 'Ann'}}}
          [:name {:boss ...}] | 3 | {:name 'Cid' :boss {:name 'Bob' :boss {:name 'Ann'}}}
          [:name {:boss 1}] | 3 | {:name 'Cid' :boss {:name 'Bob'}}
          [:name {:friend ...}] | 2 | {:name 'Bob' :friend [{:name 'Ann' :friend [{:db/id 2} {:name 'Cid' :friend [{:name 'Dee'}]}]}]}
          [:_boss] | 1 | {:_boss [{:db/id 2}]}
          [{:_boss [:name]}] | 2 | {:_boss [{:name 'Cid'}]}
          [{:_part [:name]}] | 8 | {:_part {:name 'Pump'}}
          [:name {:_boss ...}] | 1 | {:name 'Ann' :_boss [{:name 'Bob' :_boss [{:name 'Cid'}]}]}
          [[:tag :limit 1]] | 1 | {:tag ['x']}
          [(limit :tag 1)] | 1 | {:tag ['x']}
          [[:name :as :n] [:tag :default 'none']] | 4 | {:n 'Dee' :tag 'none'}
          [(default :tag 'none')] | 4 | {:tag 'none'}
          [[:name :xform upper-case]] | 4 | {:name 'DEE'}
          [{[:friend :as :pals :limit 1] [:name]}] | 1 | {:pals [{:name 'Bob'}]}
          [:tag] | 4 | nil
          [:name] | [:name 'Zoe'] | nil
          [:name] | 99 | nil
          [:friend] | 1 | {:friend [{:db/id 2} {:db/id 3}]}
          [*] | 99 | {:db/id 99}
          [:db/id] | 99 | {:db/id 99}
          [:db/id :tag] | 99 | {:db/id 99}
          ['*'] | 4 | {:db/id 4 :name 'Dee'}
          [:name '*'] | 4 | {:db/id 4 :name 'Dee'}
          [{:boss '...'} :name] | 3 | {:boss {:boss {:name 'Ann'} :name 'Bob'} :name 'Cid'}
          [['limit' :tag 1]] | 1 | {:tag ['x']}
          [(limit :tag nil)] | 1 | {:tag ['x' 'y']}
          [['default' :tag 'none']] | 4 | {:tag 'none'}
          [[:tag 'default' 'none' 'as' 'tags']] | 4 | {'tags' 'none'}
          [[:tag :default false]] | 4 | {:tag false}
          [[:tag :default nil]] | 4 | {:tag nil}
          [[:name :as 17]] | 4 | {17 'Dee'}
          [[:name :as nil]] | 4 | {nil 'Dee'}
          [[:name :as [1 {:a 2}]]] | 4 | {[1 {:a 2}] 'Dee'}
          [[:db/id :as :id] :name] | 4 | {:id 4 :name 'Dee'}
          [[:db/id :xform str]] | 4 | {:db/id '4'}
          [{:friend [[:db/id :as :id]]}] | 1 | {:friend [{:id 2} {:id 3}]}
          [[:tag :xform count]] | 1 | {:tag 2}
          [[:tag :xform 'count']] | 1 | {:tag 2}
          [[:tag :xform clojure.core/first :as :one]] | 1 | {:one 'x'}
          [[:name :xform clojure.string/upper-case]] | 4 | {:name 'DEE'}
          [[:tag :xform count :default 0]] | 4 | {:tag 0}
          [{[:friend :xform count] [:name]}] | 1 | {:friend 2}
          [{(limit :friend 1) [:name]}] | 1 | {:friend [{:name 'Bob'}]}
          [{(default :friend 'none') [:name]}] | 4 | {:friend 'none'}
          [{[:_friend :limit 1] [:name]}] | 4 | {:_friend [{:name 'Cid'}]}
          [{[:_friend :as :liked] [:name {:_friend [:name]}]}] | 4 | {:liked [{:name 'Cid' :_friend [{:name 'Ann'}]}]}
          [:_part] | 8 | {:_part {:db/id 7}}
          [{:_part ...} :name] | 8 | {:_part {:_part {:name 'Engine'} :name 'Pump'} :name 'Seal'}
          [{:part [:name]}] | 5 | {:part [{:name 'Valve'} {:name 'Pump'}]}
          [* {:part [:name]}] | 7 | {:db/id 7 :name 'Pump' :part [{:name 'Seal'}]}
          [* {:part 1}] | 5 | {:db/id 5 :name 'Engine' :part [{:db/id 6 :name 'Valve'} {:db/id 7 :name 'Pump'}]}
          [* [:tag :limit 1 :as :first]] | 1 | {:db/id 1 :name 'Ann' :friend [{:db/id 2} {:db/id 3}] :first ['x']}
          [{:friend [:tag]}] | 2 | {:friend [{:tag ['x' 'y']}]}
          [{:friend [:tag]}] | 1 | nil
          [:name {:friend 2}] | 2 | {:name 'Bob' :friend [{:name 'Ann' :friend [{:db/id 2} {:name 'Cid'}]}]}
          [{:boss [:name] :friend [:db/id]}] | 3 | {:boss {:name 'Bob'} :friend [{:db/id 4}]}
          [[:name :as :a] [:name :as :b]] | 4 | {:a 'Dee' :b 'Dee'}
          """)
  void pulls(String pattern, String entity, String expected) {
    Value pulled =
        Pull.pull(facts, pattern.replace('\'', '"'), Edn.read(entity.replace('\'', '"')));
    assertThat(pulled).isEqualTo(Edn.read(expected.replace('\'', '"')));
  }

  @Test
  void aPatternGivenAsData_pullsTheSame() {
    Value pattern = Edn.read("[:name {:boss 1}]");
    assertThat(Pull.pull(facts, pattern, Value.of(3)))
        .isEqualTo(Pull.pull(facts, "[:name {:boss 1}]", Value.of(3)));
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
        List.of(Value.of(4), Edn.read("[:name \"Ann\"]"), Value.of(99), Value.of(4));
    assertThat(Pull.pullMany(facts, "[:name]", asked))
        .containsExactly(
            Edn.read("{:name \"Dee\"}"),
            Edn.read("{:name \"Ann\"}"),
            Value.Nil.NIL,
            Edn.read("{:name \"Dee\"}"));
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
      assertThatThrownBy(() -> Pull.pull(facts, wrong, Value.of(1)))
          .as(wrong)
          .isInstanceOf(QueryException.class);
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
