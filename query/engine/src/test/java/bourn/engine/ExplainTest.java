package bourn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.columns.Restriction;
import bourn.kernel.Value;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Plans can be read, and say what they did. */
final class ExplainTest {

  private static final Function LESS = Objects.requireNonNull(Functions.lookup("<"));

  @Test
  void aPlanIsATree() {
    MemoryTable table = new MemoryTable(List.of("name", "age"), List.of());
    Plan scan =
        new Plan.Scan(
            table,
            List.of(1, 0),
            List.of(
                Restriction.equal(0, Value.of("Ada")),
                new Restriction(1, Value.of(18L), true, null, false)));
    Plan filter =
        new Plan.Filter(
            scan,
            new Expression.Call(
                LESS, List.of(new Expression.Input(0), new Expression.Constant(Value.of(65L)))));
    Plan join =
        new Plan.Join(
            filter, new Plan.Rows(1, List.of()), List.of(0), List.of(0), Plan.JoinType.SEMI, null);
    Plan sort = new Plan.Sort(join, List.of(new Plan.SortKey(0, true, false)), 0, 10);

    assertThat(Explain.text(sort))
        .isEqualTo(
            """
            sort by [0 desc] limit 10
              join semi on left 0 = right 0
                filter (< $0 65)
                  scan [age, name] where name = "Ada" and 18 <= age
                rows 0 rows of 1
            """);
  }

  @Test
  void analysisCountsRowsAndRounds() {
    Plan.Rows edges = FixpointTest.chain(50);
    Plan.Fixpoint plan = (Plan.Fixpoint) FixpointTest.closure(edges);
    Engine.Analyzed analyzed = Engine.analyze(plan, Budget.DEFAULT);

    assertThat(analyzed.result().rows()).isEqualTo(1_225);
    assertCounts(analyzed.analysis().count(plan), 1_225, 1);
    assertCounts(analyzed.analysis().count(plan.relations().getFirst().step()), 1_225 - 49, 49);
    assertThat(Explain.text(analyzed.analysis().tree(plan)))
        .contains("fixpoint of [0]  rows=1225 calls=1");
  }

  @Test
  void analysisCountsLookUps() {
    ExactTable table = new ExactTable(RandomRows.of(new SplittableRandom(1), 2, 5_000, 4_000));
    Plan scan = new Plan.Scan(table, List.of(0, 1), List.of());
    List<List<Value>> few = List.of(List.of(Value.of(7L)), List.of(Value.of(9L)));
    Plan join =
        new Plan.Join(
            new Plan.Rows(1, few), scan, List.of(0), List.of(0), Plan.JoinType.INNER, null);
    Engine.Analyzed analyzed = Engine.analyze(join, Budget.DEFAULT);

    assertCounts(analyzed.analysis().count(scan), analyzed.result().rows(), 2);
  }

  private static void assertCounts(Analysis.Count count, long rows, long calls) {
    assertThat(count.rows()).isEqualTo(rows);
    assertThat(count.calls()).isEqualTo(calls);
    assertThat(count.nanos()).isPositive();
  }
}
