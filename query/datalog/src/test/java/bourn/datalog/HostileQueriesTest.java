package bourn.datalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.engine.Budget;
import bourn.engine.QueryException;
import bourn.kernel.Keyword;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whatever a query looks like, it is answered or ends in an error that says why, and soon. */
final class HostileQueriesTest {

  private static final Budget SMALL = new Budget(Duration.ofSeconds(20), 200_000, 2_000);

  private final Facts facts = new Facts().declare("p", "many");

  HostileQueriesTest() {
    for (int i = 1; i <= 60; i++) {
      facts.add(i, "p", i + 1, 1);
    }
  }

  private QueryResult ask(String query) {
    return Datalog.query(Query.parse(query), List.of(facts), SMALL);
  }

  private static void assertRefused(String code, Runnable query) {
    assertThatThrownBy(query::run)
        .isInstanceOfSatisfying(
            QueryException.class, e -> assertThat(e.code().toString()).isEqualTo(code));
  }

  private static String nested(int depth) {
    return "[:find ?e :where [?e :p] "
        + "(not [?e :p 3] ".repeat(depth)
        + "[?e :p 4]"
        + ")".repeat(depth)
        + "]";
  }

  @Test
  void modestNesting_isAnswered() {
    assertThat(ask(nested(40)).count()).isPositive();
  }

  @Test
  void nestingBeyondTheLimit_isRefused() {
    assertThatThrownBy(() -> ask(nested(150))).isInstanceOf(QueryException.class);
    assertThatThrownBy(() -> ask(nested(100_000))).isInstanceOf(QueryException.class);
  }

  @Test
  void dataNestedBeyondTheLimit_isRefused() {
    Value deep = Value.list(new Symbol("?e"), Keyword.of("p"));
    for (int i = 0; i < 5_000; i++) {
      deep = Value.list(new Symbol("not"), deep);
    }
    Value query = Value.map("find", List.of(new Symbol("?e")), "where", List.of(deep));
    assertRefused(":query/too-deep", () -> Query.of(query));
  }

  @Test
  void aLongConjunction_isAnswered() {
    StringBuilder query = new StringBuilder("[:find ?a0 :where ");
    for (int i = 0; i < 50; i++) {
      query.append("[?a" + i + " :p ?a" + (i + 1) + "]");
    }
    assertThat(ask(query + "]").count()).isEqualTo(11);
  }

  @Test
  void moreClausesThanTheLimit_areRefused() {
    assertRefused(
        ":query/too-large", () -> ask("[:find ?e :where " + "[?e :p]".repeat(5_000) + "]"));
  }

  @Test
  void rulesThatDoubleWithEachLevel_areRefused() {
    StringBuilder rules = new StringBuilder("[(r0 ?x) [?x :p]]");
    for (int i = 1; i < 40; i++) {
      rules.append("[(r" + i + " ?x) (r" + (i - 1) + " ?x) (r" + (i - 1) + " ?x)]");
    }
    assertRefused(
        ":query/too-large", () -> ask("{:find [?x] :rules [" + rules + "] :where [(r39 ?x)]}"));
  }

  @Test
  void aRuleThatCountsForEver_endsWithItsBudget() {
    assertThatThrownBy(
            () ->
                ask(
                    "{:find [?x] :rules [[(n ?x) [?x :p]] [(n ?x) (n ?y) [(inc ?y) ?x]]]"
                        + " :where [(n ?x)]}"))
        .isInstanceOf(QueryException.class);
  }

  @Test
  void aProductBeyondTheBudget_isRefused() {
    assertThatThrownBy(
            () -> ask("[:find ?a ?b ?c ?d :where [?a :p _] [?b :p _] [?c :p _] [?d :p _]]"))
        .isInstanceOf(QueryException.class);
  }

  @Test
  void aTimeoutOfNothing_endsAtOnce() {
    String query = "[:find ?a ?b ?c :where [?a :p _] [?b :p _] [?c :p _] :timeout 0]";
    assertThatThrownBy(() -> ask(query)).isInstanceOf(QueryException.class);
  }

  @Test
  void aHugeText_isRefused() {
    assertRefused(
        ":query/too-large", () -> ask("[:find ?e :where [?e :p \"" + "x".repeat(1 << 26) + "\"]]"));
  }

  @Test
  void aNumberOfMoreDigitsThanAnyHas_isRefused() {
    assertRefused(
        ":query/syntax", () -> ask("[:find ?e :where [?e :p " + "7".repeat(500_000) + "]]"));
  }

  @Test
  void moreElementsThanAPlaceMayHave_areRefusedWhereTheyStand() {
    String many = "?e ".repeat(1_001);
    List<String> queries =
        List.of(
            "[:find " + many + ":where [?e :p]]",
            "[:find ?e :with " + many + ":where [?e :p]]",
            "[:find ?e :in $ " + many + ":where [?e :p]]",
            "[:find ?e :where [?e :p] :order-by " + many + "]",
            "[:find ?e :where [?e :p] [(str " + many + ") ?s]]",
            "[:find ?e :where [?e :p] [(vector ?e) [" + many + "]]]",
            "[:find ?e :where [?e " + many + "]]",
            "[:find ?e :where (r " + many + ")]",
            "[:find (pull ?e [" + ":p ".repeat(1_001) + "]) :where [?e :p]]");
    for (String query : queries) {
      assertThatThrownBy(() -> Query.parse(query).parsed().find().forEach(e -> ask(query)))
          .as(query.substring(0, 40))
          .isInstanceOfSatisfying(
              QueryException.class,
              e -> {
                assertThat(e.code().toString()).isEqualTo(":query/too-large");
                assertThat(e.position()).isPositive();
              });
    }
  }

  @Test
  void dataOfMoreFormsThanTheLimit_isRefused() {
    Value wide = new Value.Items(Collections.nCopies(1_000, Value.of(1)));
    Value wider = new Value.Items(Collections.nCopies(1_000, wide));
    assertRefused(":query/too-large", () -> Query.of(Value.map("find", wider)));
  }

  @Test
  void aCollectionThatDoublesWithEachCall_isRefused() {
    StringBuilder query = new StringBuilder("[:find ?e :where [?e :p 3] [(identity 1) ?a0]");
    for (int i = 0; i < 64; i++) {
      query.append("[(vector ?a%d ?a%d) ?a%d]".formatted(i, i, i + 1));
    }
    assertRefused(":query/overflow", () -> ask(query + "[(count ?a64)]]"));
  }

  @Test
  void valuesThatAPlanHolds_areCounted() {
    StringBuilder query = new StringBuilder("[:find ?e :in $ ?t :where [?e :p 3]");
    for (int i = 0; i < 64; i++) {
      query.append("[(str ?t %d) ?a%d]".formatted(i, i));
    }
    Budget small = new Budget(Duration.ofSeconds(20), 200_000, 2_000, 10_000_000);
    assertRefused(
        ":query/too-much-memory",
        () ->
            Datalog.query(Query.parse(query + "]"), List.of(facts, "x".repeat(1_000_000)), small));
  }

  @Test
  void inputsThatMultiply_areCounted() {
    Value numbers = new Value.Items(LongStream.range(0, 3_000).mapToObj(Value::of).toList());
    Budget small = new Budget(Duration.ofSeconds(20), 1_000_000_000, 2_000, 50_000_000);
    assertRefused(
        ":query/too-much-memory",
        () ->
            Datalog.query(
                Query.parse("[:find ?a :in [[?a ...] [?b ...] [?c ...]] :where [(< ?a ?b ?c)]]"),
                List.of(Value.list(numbers, numbers, numbers)),
                small));
  }

  @Test
  void aResultOfLongTexts_isRefusedBeforeItIsMade() {
    Budget small = new Budget(Duration.ofSeconds(20), 1_000_000, 2_000, 20_000_000);
    String query = "[:find ?u :in $ ?t :where [?a :p ?x] [?b :p ?y] [(str ?t ?x ?y) ?u]]";
    assertRefused(
        ":query/too-much-memory",
        () -> Datalog.query(Query.parse(query), List.of(facts, "x".repeat(50_000)), small));
  }

  @Test
  void aPullOfEveryPath_isRefused() {
    Facts dense = new Facts().declare("link", "ref", "many");
    for (int i = 0; i < 40 * 40; i++) {
      dense.add(1 + i / 40, "link", 1 + i % 40, 1);
    }
    Budget small = new Budget(Duration.ofSeconds(20), 1_000_000, 2_000, 20_000_000);
    QueryResult found =
        Datalog.query(
            Query.parse("[:find (pull ?e [{:link ...}]) . :where [?e :link 1]]"),
            List.of(dense),
            small);
    assertRefused(":query/too-much-memory", found::toValue);
  }

  @Test
  void aNameAsLongAsAText_getsNoHint() {
    assertRefused(
        ":query/unknown-attribute", () -> ask("[:find ?e :where [?e :" + "q".repeat(9_000) + "]]"));
  }
}
