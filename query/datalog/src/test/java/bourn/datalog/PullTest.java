package bourn.datalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.engine.QueryException;
import bourn.kernel.Edn;
import bourn.kernel.Value;
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
