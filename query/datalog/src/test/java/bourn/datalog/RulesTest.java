package bourn.datalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
