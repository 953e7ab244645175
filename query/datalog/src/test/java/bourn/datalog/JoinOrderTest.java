package bourn.datalog;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.engine.Budget;
import bourn.index.DatomStream;
import bourn.kernel.Edn;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** However clauses are written, few rows are made on the way to the answer. */
final class JoinOrderTest {

  private static final int SOURCES = 10;
  private static final int TARGETS = 12;
  private static final int LINKS = 2_000;

  private static Kernel kernel;
  private static DatomStream stream;

  @BeforeAll
  static void fill() {
    kernel = HeapKernel.open(Environment.system());
    stream = DatomStream.open(kernel, "links");
    stream.transact(
        Edn.readAll(
            """
            {:db/ident :source :db/cardinality :db.cardinality/one}
            {:db/ident :target :db/cardinality :db.cardinality/one}
            {:db/ident :to :db/cardinality :db.cardinality/many}
            {:db/ident :from :db/cardinality :db.cardinality/many}
            {:db/ident :kind :db/cardinality :db.cardinality/many}
            """));
    List<Value> forms = new ArrayList<>();
    for (long source = 0; source < SOURCES; source++) {
      forms.add(add(1_000 + source, "source", 1));
      forms.add(add(1_000 + source, "kind", source % 2));
      for (long link = 0; link < LINKS; link++) {
        forms.add(add(1_000 + source, "to", source * LINKS + link));
      }
    }
    for (long target = 0; target < TARGETS; target++) {
      forms.add(add(2_000 + target, "target", 1));
      forms.add(add(2_000 + target, "from", target * 17));
    }
    stream.transact(forms);
    stream.settle();
  }

  @AfterAll
  static void close() {
    stream.close();
    kernel.close();
  }

  private static Value add(long entity, String attribute, long value) {
    return Value.list(Keyword.of("db/add"), entity, Keyword.of(attribute), value);
  }

  /** The smallest set to begin with has two thousand links each: those of the other have one. */
  @Test
  void theOrderOfClauses_doesNotMatter() {
    List<String> clauses =
        List.of("[?s :source 1]", "[?s :to ?m]", "[?t :from ?m]", "[?t :target 1]");
    for (List<String> order : permutations(clauses)) {
      Query query = Query.parse("[:find ?s ?t :where " + String.join(" ", order) + "]");
      Explanation explanation = Datalog.analyze(query, List.of(stream.db()), Budget.DEFAULT);
      assertThat(Datalog.query(query, List.of(stream.db()), Budget.DEFAULT).count())
          .isEqualTo(TARGETS);
      assertThat(explanation.clauses().stream().mapToDouble(PlannedClause::found).sum())
          .as("rows on the way of %s", explanation)
          .isBetween(1.0 * TARGETS, 100.0);
    }
  }

  @Test
  void howManyValuesAnEntityHas_isSampled() {
    String plan =
        Datalog.explain(Query.parse("[:find ?m :where [?s :kind 0] [?s :to ?m]]"), inputs())
            .clauses()
            .getLast()
            .toString();
    assertThat(plan).contains("10000");
  }

  private static List<Object> inputs() {
    return List.of(stream.db());
  }

  private static <T> List<List<T>> permutations(List<T> items) {
    if (items.isEmpty()) {
      return List.of(List.of());
    }
    List<List<T>> permutations = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      List<T> rest = new ArrayList<>(items);
      T first = rest.remove(i);
      for (List<T> others : permutations(rest)) {
        List<T> permutation = new ArrayList<>(List.of(first));
        permutation.addAll(others);
        permutations.add(permutation);
      }
    }
    return permutations;
  }
}
