package bourn.datalog;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.engine.Budget;
import bourn.engine.QueryException;
import bourn.index.Database;
import bourn.index.DatomStream;
import bourn.kernel.Edn;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A query asked again, of whatever and with whatever, finds what it would find the first time. */
final class TemplateTest {

  private static final List<String> QUERIES =
      List.of(
          "[:find ?n . :in $ ?x :where [?e :id ?x] [?e :name ?n]]",
          "[:find ?e ?n :in $ ?x :where [?e :friend ?x] [?e :name ?n]]",
          "[:find ?n :in $ ?x :where [?x :name ?n] [?x :id _]]",
          "[:find ?a ?v :in $ ?x :where [?x :tag ?v] [?a :friend ?x]]",
          "[:find ?n ?m :in $ ?x :where [?e :id ?x] [?e :friend ?f] [?f :name ?n] [?e :name ?m]]",
          "[:find ?e ?t :in $ ?x :where [?e :id ?x ?t] [?e :name]]",
          "[:find (pull ?e [:name]) :in $ ?x :where [?e :kind :kind/b] [?e :id ?x]]");

  private static final List<@Nullable Object> INPUTS =
      Arrays.asList(1, 2, 3, 1_000, 1_001, "nobody", Edn.read("[:id 2]"), 99, null);

  private static final String FACTS =
      """
      {:db/id 1000 :id 1 :name "Ann" :friend [1001 1002] :tag ["a" "b"] :kind :kind/a}
      {:db/id 1001 :id 2 :name "Bob" :friend [1002] :kind :kind/b}
      {:db/id 1002 :id 3 :name "Cid" :tag ["b"] :kind :kind/b}
      """;

  private static final List<String> SCHEMA =
      List.of(
          "{:db/ident :id :db/cardinality :db.cardinality/one :db/unique :db.unique/identity}",
          "{:db/ident :name :db/cardinality :db.cardinality/one}",
          "{:db/ident :kind :db/valueType :db.type/ref :db/cardinality :db.cardinality/one}",
          "{:db/ident :friend :db/valueType :db.type/ref :db/cardinality :db.cardinality/many}",
          "{:db/ident :tag :db/cardinality :db.cardinality/many}");

  @Test
  void aQueryAskedAgain_findsWhatItWouldFindTheFirstTime() {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream one = open(kernel, "one", SCHEMA);
        DatomStream other = open(kernel, "other", SCHEMA.reversed())) {
      List<Database> databases = new ArrayList<>();
      databases.add(one.db());
      databases.add(other.db());
      one.transact(Edn.readAll("{:db/id 1003 :id 4 :name \"Dee\" :friend [1000]}"));
      databases.add(one.db());
      one.transact(Edn.readAll("[:db/add :name :db/cardinality :db.cardinality/many]"));
      one.transact(Edn.readAll("[:db/add 1000 :name \"Anna\"]"));
      databases.addAll(List.of(one.db(), one.db().asOf(3), one.db().history(), other.db()));
      for (String text : QUERIES) {
        Query kept = Query.parse(text);
        for (Database database : databases) {
          for (Object input : INPUTS) {
            assertThat(answer(kept, database, input))
                .as("%s of %s with %s", text, database, input)
                .isEqualTo(answer(Query.of(Edn.read(text)), database, input));
          }
        }
      }
    }
  }

  @Test
  void aTemplateIsUsed_whileTheSchemaIsTheSame() {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = open(kernel, "one", SCHEMA)) {
      Query query = Query.of(Edn.read(QUERIES.getFirst()));
      answer(query, stream.db(), 1);
      Template first = query.template();
      stream.transact(Edn.readAll("{:db/id 1003 :id 4 :name \"Dee\"}"));
      assertThat(answer(query, stream.db(), 4)).isEqualTo(Set.of(List.of(Value.of("Dee"))));
      assertThat(query.template()).isNotNull().isSameAs(first);
      stream.transact(Edn.readAll("{:db/ident :more :db/cardinality :db.cardinality/one}"));
      answer(query, stream.db(), 4);
      assertThat(query.template()).isNotSameAs(first);
    }
  }

  private static DatomStream open(Kernel kernel, String name, List<String> schema) {
    DatomStream stream = DatomStream.open(kernel, name);
    schema.forEach(attribute -> stream.transact(Edn.readAll(attribute)));
    stream.transact(Edn.readAll("{:db/ident :kind/a} {:db/ident :kind/b}"));
    stream.transact(Edn.readAll(FACTS));
    return stream;
  }

  private static Set<List<Value>> answer(Query query, Database database, @Nullable Object input) {
    try {
      List<@Nullable Object> inputs = new ArrayList<>(List.of(database));
      inputs.add(input);
      return new HashSet<>(Datalog.query(query, inputs, Budget.DEFAULT).rows());
    } catch (QueryException e) {
      return Set.of(List.of(Value.of(String.valueOf(e.getMessage()))));
    }
  }
}
