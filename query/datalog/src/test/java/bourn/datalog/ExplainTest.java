package bourn.datalog;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.engine.Budget;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExplainTest {

  private static final String QUERY =
      "[:find ?n :where [?e :name ?n] (not [?e :age 3]) [?e :age ?a] [(> ?a 95)]]";

  private static Facts people() {
    Facts facts = new Facts().declare("name").declare("age", "long");
    for (int i = 1; i <= 100; i++) {
      facts.entity(i, "name", "n" + i, "age", i);
    }
    return facts;
  }

  @Test
  void clausesComeInTheOrderThatLeavesTheFewestRows() {
    Explanation explained = Datalog.explain(Query.parse(QUERY), List.of(people()));
    assertThat(explained.clauses().stream().map(PlannedClause::clause))
        .containsExactly("[?e :age ?a]", "[?e :age 3]", "(not [?e :age 3])", "[?e :name ?n]");
    assertThat(explained.clauses().getFirst().rows()).isEqualTo(5);
    assertThat(explained.toString()).contains("[?e :name ?n]  ~", "95 < value");
  }

  @Test
  void anAnalysisHasTheRowsThatEachOperatorGave() {
    Explanation analyzed = Datalog.analyze(Query.parse(QUERY), List.of(people()), Budget.DEFAULT);
    assertThat(analyzed.toString()).contains("rows=5", " ms=", "[?e :age ?a]  ~5 rows, 5 found");
    assertThat(analyzed.toValue().toString()).contains(":clauses", ":plan", ":rows 5");
  }
}
