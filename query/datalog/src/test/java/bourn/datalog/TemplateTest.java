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
import java.util.Collections;
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
          "[:find (pull ?e [:name]) :in $ ?x :where [?e :kind :kind/b] [?e :id ?x]]",
          "[:find ?n :in $ ?x :where [?e :id ?i] [(< ?i ?x)] [?e :name ?n]]",
          "[:find ?k (count ?e) :in $ ?x :where [?e :kind ?k] [?e :id ?i] [(!= ?i ?x)]]",
          "[:find ?e ?n :in $ ?x :where [?e :name ?n] (not [?e :friend ?x])]",
          "[:find ?n :in $ ?x :where (or [?e :friend ?x] [?e :kind ?x]) [?e :name ?n]]",
          "[:find ?e :in $ ?x :where (or [?e :kind :kind/c] [?e :id ?x])]",
          "[:find ?e ?n :in $ [?x ...] :where [?e :id ?x] [?e :name ?n]]",
          "[:find ?a ?b ?c :in $ ?x :where [?a :friend ?b] [?b :friend ?c] [?a :friend ?c] [?a :id"
              + " ?x]]",
          "[:find ?n :in $ ?x :where [?e :id ?i] [(q [:find ?n . :in $ ?i :where [?e :id ?i] [?e"
              + " :name ?n]] $ ?i) ?n] [(<= ?i ?x)]]",
          "[:find ?e ?d :in $ ?x :where [(get-else $ ?e :name ?x) ?d] [?e :id]]");

  private static final String RULES =
      """
      [[(knows ?a ?b) [?a :friend ?b]]
       [(knows ?a ?b) [?a :friend ?c] (knows ?c ?b)]
       [(named ?a ?n) [?a :name ?n]]
       [(far ?a (count ?b)) (knows ?a ?b)]]
      """;

  private static final List<String> RULED =
      List.of(
          "[:find ?a ?b :in $ % :where (knows ?a ?b)]",
          "[:find ?b :in $ % ?x :where (knows ?x ?b)]",
          "[:find ?n :in $ % ?x :where [?e :id ?x] (knows ?e ?b) (named ?b ?n)]",
          "[:find ?n :in $ % :where (knows 1000 ?b) (named ?b ?n)]",
          "[:find ?n :in $ % :where (knows [:id 1] ?b) (named ?b ?n)]",
          "[:find ?a ?c :in $ % :where (far ?a ?c)]",
          "[:find ?a :in $ % ?x :where [?a :name] (not (knows ?a ?x))]");

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
      List<Database> databases = databases(one, other);
      for (String text : QUERIES) {
        Query kept = Query.parse(text);
        for (Object input : INPUTS) {
          Object given = text.contains("[?x ...]") ? Arrays.asList(input, 2) : input;
          for (Database database : databases) {
            assertAlike(kept, database, Collections.singletonList(given));
          }
        }
        for (Database database : databases) {
          for (Object input : INPUTS) {
            Object given = text.contains("[?x ...]") ? Arrays.asList(input, 2) : input;
            assertAlike(kept, database, Collections.singletonList(given));
          }
        }
      }
    }
  }

  @Test
  void aQueryWithRulesAskedAgain_findsWhatItWouldFindTheFirstTime() {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream one = open(kernel, "one", SCHEMA);
        DatomStream other = open(kernel, "other", SCHEMA.reversed())) {
      List<Database> databases = databases(one, other);
      String others = RULES.replace("[?a :name ?n]", "[?a :tag ?n]");
      for (String text : RULED) {
        Query kept = Query.parse(text);
        for (String rules : List.of(RULES, others)) {
          for (Object input : text.contains("?x") ? INPUTS : Collections.singletonList(null)) {
            for (Database database : databases) {
              assertAlike(
                  kept,
                  database,
                  text.contains("?x") ? Arrays.asList(rules, input) : List.of(rules));
            }
          }
        }
      }
    }
  }

  private static List<Database> databases(DatomStream one, DatomStream other) {
    List<Database> databases = new ArrayList<>();
    databases.add(one.db());
    databases.add(other.db());
    one.transact(Edn.readAll("{:db/id 1003 :id 4 :name \"Dee\" :friend [1000]}"));
    databases.add(one.db());
    one.transact(Edn.readAll("{:db/ident :kind/c}"));
    one.transact(Edn.readAll("{:db/id 1003 :kind :kind/c}"));
    databases.add(one.db());
    one.transact(Edn.readAll("[:db/add 1001 :id 1001] [:db/add 1002 :id 2]"));
    databases.add(one.db());
    one.transact(Edn.readAll("[:db/add :name :db/cardinality :db.cardinality/many]"));
    one.transact(Edn.readAll("[:db/add 1000 :name \"Anna\"]"));
    databases.addAll(List.of(one.db(), one.db().asOf(3), one.db().history(), other.db()));
    return databases;
  }

  private static void assertAlike(
      Query kept, Database database, List<? extends @Nullable Object> inputs) {
    assertThat(answer(kept, database, inputs))
        .as("%s of %s with %s", kept, database, inputs)
        .isEqualTo(answer(Query.of(Edn.read(kept.toString())), database, inputs));
  }

  @Test
  void inputsThatContradictEachOther_findNothing_andOnlyThen() {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = open(kernel, "one", SCHEMA)) {
      Query query = Query.of(Edn.read("[:find ?e :in $ ?x ?x :where [?e :id ?x]]"));
      for (int round = 0; round < 2; round++) {
        assertThat(answer(query, stream.db(), List.of(1, 2))).isEmpty();
        assertThat(answer(query, stream.db(), List.of(2, 2))).hasSize(1);
        assertThat(answer(query, stream.db(), List.of(2, 1))).isEmpty();
      }
    }
  }

  @Test
  void aSample_isDrawnAnew() {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = open(kernel, "one", SCHEMA)) {
      Query query = Query.parse("[:find (sample 1 ?e) . :where [?e]]");
      Set<Object> drawn = new HashSet<>();
      for (int i = 0; i < 50; i++) {
        drawn.add(answer(query, stream.db(), List.of()));
      }
      assertThat(drawn).hasSizeGreaterThan(1);
    }
  }

  @Test
  void aPlanForFewFacts_isNotKeptForMany() {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = open(kernel, "one", SCHEMA)) {
      Query query = Query.of(Edn.read(QUERIES.getFirst()));
      answer(query, stream.db(), List.of(1));
      Template first = query.template();
      StringBuilder facts = new StringBuilder();
      for (int i = 0; i < 5_000; i++) {
        facts.append("{:id ").append(10 + i).append('}');
      }
      stream.transact(Edn.readAll(facts.toString()));
      answer(query, stream.db(), List.of(1));
      assertThat(query.template()).isNotNull().isNotSameAs(first);
    }
  }

  @Test
  void aTemplateIsUsed_whileTheSchemaIsTheSame() {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = open(kernel, "one", SCHEMA)) {
      Query query = Query.of(Edn.read(QUERIES.getFirst()));
      assertThat(Datalog.explain(query, List.of(stream.db(), 1)).kept()).isFalse();
      answer(query, stream.db(), List.of(1));
      assertThat(Datalog.explain(query, List.of(stream.db(), 1)).kept()).isTrue();
      Template first = query.template();
      stream.transact(Edn.readAll("{:db/id 1003 :id 4 :name \"Dee\"}"));
      assertThat(answer(query, stream.db(), List.of(4)))
          .isEqualTo(Set.of(List.of(Value.of("Dee"))));
      assertThat(query.template()).isNotNull().isSameAs(first);
      stream.transact(Edn.readAll("{:db/ident :more :db/cardinality :db.cardinality/one}"));
      Explanation explanation = Datalog.explain(query, List.of(stream.db(), 4));
      assertThat(explanation.kept()).isFalse();
      answer(query, stream.db(), List.of(4));
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

  private static Set<List<Value>> answer(
      Query query, Database database, List<? extends @Nullable Object> given) {
    try {
      List<@Nullable Object> inputs = new ArrayList<>(List.of(database));
      inputs.addAll(given);
      return new HashSet<>(Datalog.query(query, inputs, Budget.DEFAULT).rows());
    } catch (QueryException e) {
      return Set.of(List.of(Value.of(String.valueOf(e.getMessage()))));
    }
  }
}
