package bourn.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.datoms.Datom;
import bourn.datoms.Meta;
import bourn.datoms.TransactionException;
import bourn.kernel.Append;
import bourn.kernel.Edn;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tuples, functions, predicates and entity specs, form by form. */
final class TransactionModelTest {

  private static final String SCHEMA =
      """
      [{:db/ident :reg/course :db/valueType :db.type/ref}
       {:db/ident :reg/student :db/valueType :db.type/ref}
       {:db/ident :reg/course+student :db/valueType :db.type/tuple
        :db/tupleAttrs [:reg/course :reg/student] :db/unique :db.unique/identity}
       {:db/ident :reg/grade :db/valueType :db.type/string}
       {:db/ident :point :db/valueType :db.type/tuple
        :db/tupleTypes [:db.type/long :db.type/string]}
       {:db/ident :path :db/valueType :db.type/tuple :db/tupleType :db.type/keyword}
       {:db/ident :paths :db/valueType :db.type/tuple :db/tupleType :db.type/keyword
        :db/cardinality :db.cardinality/many}
       {:db/ident :age :db/valueType :db.type/long :db.attr/preds test/natural}
       {:db/ident :name :db/valueType :db.type/string :db/unique :db.unique/identity}
       {:db/ident :balance :db/valueType :db.type/long}
       {:db/ident :person/valid :db.entity/attrs [:name :age] :db.entity/preds test/adult}]
      """;

  private final Kernel kernel = HeapKernel.open(Environment.system());
  private final Databases databases = Databases.of(kernel);
  private final DatomStream stream = databases.open("model");

  TransactionModelTest() {
    databases.functions().value("test/natural", value -> value.compareTo(Value.of(0)) >= 0);
    databases
        .functions()
        .entity(
            "test/adult",
            (after, entity) ->
                values(after, entity, "age").getFirst().compareTo(Value.of(18)) >= 0);
    databases
        .functions()
        .transaction(
            "test/deposit",
            (before, arguments) -> {
              long account = Objects.requireNonNull(before.entity(arguments.getFirst()));
              long balance =
                  values(before, account, "balance").stream()
                      .mapToLong(value -> ((Value.Int) value).value())
                      .sum();
              long added = ((Value.Int) arguments.get(1)).value();
              return Edn.readAll("[:db/add " + account + " :balance " + (balance + added) + "]");
            });
    databases
        .functions()
        .transaction(
            "test/twice", (before, arguments) -> List.of(arguments.getFirst(), arguments.get(1)));
    databases
        .functions()
        .transaction("test/forever", (before, arguments) -> Edn.readAll("[:test/forever]"));
    transact(SCHEMA);
  }

  @AfterEach
  void close() {
    databases.close();
    kernel.close();
  }

  private static List<Value> forms(String text) {
    return ((Value.Items) Edn.read(text)).items();
  }

  private Transacted transact(String forms) {
    return stream.transact(forms(forms));
  }

  private static List<Value> values(Database db, long entity, String attribute) {
    return db.values(
        entity, Objects.requireNonNull(db.attribute(Keyword.of(attribute)), attribute).id());
  }

  private List<Value> values(long entity, String attribute) {
    return values(stream.db(), entity, attribute);
  }

  private TransactionException refusal(String forms) {
    long tail = stream.stream().extent().tail();
    try {
      transact(forms);
    } catch (TransactionException refused) {
      assertThat(stream.stream().extent().tail()).isEqualTo(tail);
      return refused;
    }
    throw new AssertionError("not refused: " + forms);
  }

  @Test
  void aCompositeTuple_followsItsParts() {
    transact("[{:db/id 100 :reg/course 1} {:db/id 101 :reg/course 1 :reg/student 2}]");
    assertThat(values(100, "reg/course+student")).containsExactly(Edn.read("[1 nil]"));
    assertThat(values(101, "reg/course+student")).containsExactly(Edn.read("[1 2]"));

    transact("[[:db/add 100 :reg/student 7] [:db/retract 101 :reg/student 2]]");
    assertThat(values(100, "reg/course+student")).containsExactly(Edn.read("[1 7]"));
    assertThat(values(101, "reg/course+student")).containsExactly(Edn.read("[1 nil]"));

    transact("[[:db/retract 101 :reg/course 1]]");
    assertThat(values(101, "reg/course+student")).isEmpty();

    transact("[[:db/retractEntity 100]]");
    assertThat(stream.db().datoms(100)).isEmpty();
  }

  @Test
  void aCompositeTuple_isUniqueAndFindsItsEntity() {
    transact("[{:db/id 100 :reg/course 1 :reg/student 2}]");

    assertThat(refusal("[{:db/id 200 :reg/course 1 :reg/student 2}]").code())
        .isEqualTo(Keyword.of("transaction/unique-conflict"));
    assertThat(stream.db().entity(Edn.read("[:reg/course+student [1 2]]"))).isEqualTo(100);

    transact("[{:reg/course+student [1 2] :reg/course 1 :reg/student 2 :reg/grade \"A\"}]");
    assertThat(values(100, "reg/grade")).containsExactly(Value.of("A"));
    transact("[[:db/add [:reg/course+student [1 2]] :reg/grade \"B\"]]");
    assertThat(values(100, "reg/grade")).containsExactly(Value.of("B"));
  }

  @Test
  void aCompositeTuple_cannotBeSaidToBeAnother() {
    TransactionException refused =
        refusal("[{:db/id 100 :reg/course 1 :reg/course+student [1 3]}]");

    assertThat(refused.code()).isEqualTo(Keyword.of("transaction/composite"));
    assertThat(refused.required()).isEqualTo("[1 nil]");
    assertThat(refused.found()).isEqualTo("[1 3]");
  }

  @Test
  void tuples_areOneValueEach() {
    transact("[{:db/id 100 :point [1 \"a\"] :path [:a :b :c] :paths [[:a :b] [:c :d]]}]");
    assertThat(values(100, "point")).containsExactly(Edn.read("[1 \"a\"]"));
    assertThat(values(100, "path")).containsExactly(Edn.read("[:a :b :c]"));
    assertThat(values(100, "paths")).containsExactly(Edn.read("[:a :b]"), Edn.read("[:c :d]"));

    transact("[{:db/id 100 :paths [:e :f] :point [2 nil]}]");
    assertThat(values(100, "paths")).hasSize(3);
    assertThat(values(100, "point")).containsExactly(Edn.read("[2 nil]"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {:db/id 100 :point [1 2]}               | wrong-type       | a tuple of [:db.type/long, :db.type/string]
          {:db/id 100 :point [1]}                 | wrong-type       | a value of :db.type/tuple
          {:db/id 100 :path [:a 1]}               | wrong-type       | a tuple of values of :db.type/keyword
          {:db/id 100 :path :a}                   | wrong-type       | a value of :db.type/tuple
          {:db/ident :t :db/valueType :db.type/tuple :db/tupleAttrs [:name 1]} | schema | a vector of 2 to 8 attributes
          {:db/ident :t :db/valueType :db.type/tuple :db/tupleTypes [:name :age]} | schema | a vector of 2 to 8 types
          {:db/id 100 :age -1}                    | attribute-predicate | a value that satisfies test/natural
          {:db/ensure :person/valid :name "Ada"}  | entity-spec      | a value of [:age]
          {:db/ensure :person/valid :name "Ada" :age 17} | entity-spec | true of test/adult
          {:db/ensure :age :name "Ada"}           | entity-spec      | an entity with :db.entity/attrs or :db.entity/preds
          [:db/call :test/none 1]                 | unknown-function | one of [test/deposit, test/forever, test/natural, test/twice]
          [:test/none 1]                          | malformed        | a list that begins with :db/add, :db/derive, :db/retract, :db/retractEntity, :db/cas or the name of a registered function
          [:test/forever]                         | malformed        | at most 100 calls within each other
          """)
  void aFormThatBreaksARule_isRefusedAndNothingIsAppended(
      String form, String code, String required) {
    TransactionException refused = refusal("[" + form + "]");

    assertThat(refused.code()).isEqualTo(Keyword.of("transaction/" + code));
    assertThat(refused.required()).isEqualTo(required);
  }

  @Test
  void anEntitySpec_holdsOfTheFactsAfterTheTransaction() {
    transact("[{:db/id 100 :name \"Ada\"}]");
    transact("[{:db/id 100 :age 36 :db/ensure :person/valid}]");

    assertThat(values(100, "age")).containsExactly(Value.of(36));
    assertThat(stream.db().attribute(Keyword.of("db/ensure"))).isNotNull();
    assertThat(stream.db().datoms(100)).hasSize(2);
    assertThat(
            refusal("[[:db/retract 100 :name] {:db/id 100 :db/ensure :person/valid}]").required())
        .isEqualTo("a value of [:name]");
  }

  @Test
  void aFunction_makesFormsOfTheFactsBefore() {
    transact("[{:db/id 100 :name \"Ada\" :balance 10}]");
    transact("[[:test/deposit [:name \"Ada\"] 5]]");
    assertThat(values(100, "balance")).containsExactly(Value.of(15));

    transact("[[:db/call test/deposit 100 5] {:db/id 101 :name \"Bob\"}]");
    assertThat(values(100, "balance")).containsExactly(Value.of(20));

    transact("[[:test/twice [:test/deposit 100 1] {:db/id 102 :name \"Eve\"}]]");
    assertThat(values(100, "balance")).containsExactly(Value.of(21));
    assertThat(values(102, "name")).containsExactly(Value.of("Eve"));
  }

  @Test
  void speculation_isADatabaseOfItsOwn() {
    transact("[{:db/id 100 :name \"Ada\" :balance 10}]");
    Database before = stream.db();
    Speculated once = before.with(forms("[[:test/deposit 100 1] {:db/id 101 :name \"Bob\"}]"));
    Speculated twice = once.after().with(forms("[[:test/deposit 100 1] [:db/retract 101 :name]]"));
    transact("[[:db/add 100 :balance 99] {:db/id 102 :name \"Eve\"}]");
    stream.settle();

    assertThat(values(before, 100, "balance")).containsExactly(Value.of(10));
    assertThat(values(once.after(), 100, "balance")).containsExactly(Value.of(11));
    assertThat(values(twice.after(), 100, "balance")).containsExactly(Value.of(12));
    assertThat(values(twice.after(), 101, "name")).isEmpty();
    assertThat(values(twice.after(), 102, "name")).isEmpty();
    assertThat(values(once.after(), 101, "name")).containsExactly(Value.of("Bob"));
    assertThat(values(stream.db(), 100, "balance")).containsExactly(Value.of(99));
    assertThat(twice.before()).isEqualTo(once.after());
    assertThat(once.datoms()).hasSize(4);

    Database after = twice.after();
    assertThat(values(after.asOf(after.basis() - 1), 100, "balance")).containsExactly(Value.of(11));
    assertThat(values(after.asOf(before.basis()), 100, "balance")).containsExactly(Value.of(10));
    assertThat(values(after.since(before.basis()), 100, "name")).isEmpty();
    assertThat(values(after.since(before.basis()), 100, "balance")).containsExactly(Value.of(12));
    assertThat(after.history().datoms(101)).hasSize(2);
  }

  @Test
  void speculationOnThePast_knowsNothingOfWhatCameAfter() {
    transact("[{:db/id 100 :name \"Ada\" :balance 10}]");
    long past = stream.db().basis();
    transact(
        "[[:db/retract 100 :name \"Ada\"] {:db/id 101 :name \"Bob\"} [:db/add 100 :balance 7]]");
    Database db = stream.db().asOf(past);
    Database after =
        db.with(forms("[{:name \"Ada\" :age 3} {:db/id 102 :name \"Bob\"} [:test/deposit 100 1]]"))
            .after();

    assertThat(values(after, 100, "age")).containsExactly(Value.of(3));
    assertThat(values(after, 100, "name")).containsExactly(Value.of("Ada"));
    assertThat(values(after, 100, "balance")).containsExactly(Value.of(11));
    assertThat(values(after, 102, "name")).containsExactly(Value.of("Bob"));
    assertThat(values(after, 101, "name")).isEmpty();
    assertThat(after.entity(Edn.read("[:name \"Bob\"]"))).isEqualTo(102);
    assertThat(values(after, 100, "name")).containsExactly(Value.of("Ada"));
  }

  @Test
  void aDatabaseWithoutAStore_isMadeOfTransactions() {
    String schema =
        "[{:db/ident :name :db/valueType :db.type/string :db/unique :db.unique/identity}]";
    Database one = Database.empty().with(forms(schema)).after();
    Database ada = one.with(forms("[{:db/id 1 :name \"Ada\" :age 36}]")).after();
    Database other =
        Database.empty()
            .with(forms("[{:db/id 1 :age 36}]"))
            .after()
            .with(forms(schema))
            .after()
            .with(forms("[{:db/id 1 :name \"Ada\"}]"))
            .after();

    assertThat(values(ada, 1, "name")).containsExactly(Value.of("Ada"));
    assertThat(values(one.with(forms("[{:name \"Ada\"}]")).after(), 16, "name")).hasSize(1);
    assertThat(Database.empty().datoms(1)).isEmpty();
    assertThat(ada).isEqualTo(other).hasSameHashCodeAs(other).isNotEqualTo(one);
    assertThat(ada.toString()).isEqualTo("#bourn/db \"unstored [0, 0) and more\"");
  }

  @Test
  void aHistory_takesNoTransactions() {
    Database history = stream.db().history();
    List<Value> forms = forms("[{:name \"Ada\"}]");
    assertThatThrownBy(() -> history.with(forms))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("this is a history");
  }

  @Test
  void anAttributeThatWasRenamed_answersToTheNamesItHad() {
    transact("[{:db/id 100 :name \"Ada\"}]");
    transact("[{:db/id :name :db/ident :person/name} {:db/ident :red}]");
    transact("[{:db/id :red :db/ident :colour/red}]");
    transact("[{:db/id 500 :name \"Bob\" :likes 1} [:db/add :red :likes 2]]");

    assertThat(values(500, "person/name")).containsExactly(Value.of("Bob"));
    assertThat(values(500, "name")).containsExactly(Value.of("Bob"));
    assertThat(stream.db().entity(Edn.read("[:name \"Ada\"]"))).isEqualTo(100);
    assertThat(stream.db().entity(Keyword.of("red")))
        .isEqualTo(stream.db().entity(Keyword.of("colour/red")));
    stream.settle();
    assertThat(stream.db().asOf(stream.db().basis() - 1).attribute(Keyword.of("name")))
        .isEqualTo(stream.db().attribute(Keyword.of("person/name")));

    transact("[{:db/ident :name :db/valueType :db.type/long}]");
    transact("[{:db/id 502 :name 7}]");
    assertThat(values(502, "name")).containsExactly(Value.of(7));
    assertThat(values(500, "person/name")).containsExactly(Value.of("Bob"));
  }

  @Test
  void theNamesThatAnAttributeHad_areKnownWhenTheStreamIsOpenedAgain() {
    transact("[{:db/id 100 :name \"Ada\"}]");
    transact("[{:db/id :name :db/ident :person/name}]");
    databases.close();

    try (Databases again = Databases.of(kernel)) {
      assertThat(values(again.open("model").db(), 100, "name")).containsExactly(Value.of("Ada"));
    }
  }

  @Test
  void thePredicatesOfAnAttribute_holdInTheTransactionThatDeclaresThem() {
    assertThat(
            refusal(
                    """
                    [{:db/ident :height :db.attr/preds [test/natural]} {:db/id 100 :height -1}]
                    """)
                .code())
        .isEqualTo(Keyword.of("transaction/attribute-predicate"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"db/add", "db.fn/cas", "db/mine"})
  void aFunctionOfAMeaningGivenName_isRefused(String name) {
    assertThatThrownBy(() -> databases.functions().transaction(name, (db, arguments) -> List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found " + name);
  }

  @Test
  void whatTransactionsOfAFilteredDatabaseDo_isSeenThroughTheFilter() {
    transact("[{:db/id 100 :name \"Ada\" :balance 10} {:db/id 101 :name \"Bob\" :balance 7}]");
    Database filtered = stream.db().filter((db, datom) -> datom.entity() != 101);

    assertThat(filtered.datoms(101)).isEmpty();
    assertThat(filtered.entity(Edn.read("[:name \"Bob\"]"))).isEqualTo(101);
    assertThatThrownBy(() -> filtered.with(forms("[[:db/cas 101 :balance 8 9]]")))
        .isInstanceOf(TransactionException.class);
    Database after =
        filtered
            .with(forms("[{:db/id 101 :balance 8 :name \"B\"} [:db/add 100 :balance 11]]"))
            .after();
    assertThat(after.datoms(101)).isEmpty();
    assertThat(values(after, 100, "balance")).containsExactly(Value.of(11));
    assertThat(after.history().datoms(100)).hasSize(4);
  }

  private List<Datom> datoms(long entity) {
    return stream.db().datoms(entity);
  }

  @Test
  void aFact_isDescribedByAnEntity() {
    transact(
        """
        [{:db/id 100 :name "Ada" :age 36 :db/meta {:db/id 900 :balance 1}}
         [:db/add 101 :name "Bob" 900]
         [:db/derive 101 :age 7]
         {:db/id 102 :name "Eve" :db/derived true :db/meta "form"}
         {:db/id "form" :balance 2}]
        """);
    long form = Objects.requireNonNull(stream.db().entity(Edn.read("102")));

    assertThat(datoms(100)).extracting(Datom::meta).containsOnly(Meta.of(900, false));
    assertThat(datoms(900)).extracting(Datom::meta).containsOnly(Meta.NONE);
    assertThat(datoms(101))
        .extracting(Datom::meta)
        .containsExactlyInAnyOrder(Meta.of(900, false), Meta.of(0, true));
    assertThat(datoms(102))
        .allSatisfy(
            datom -> {
              assertThat(Meta.derived(datom.meta())).isTrue();
              assertThat(values(Meta.entity(datom.meta()), "balance")).containsExactly(Value.of(2));
            });
    assertThat(form).isEqualTo(102);

    transact("[{:db/id 100 :age 36 :db/meta 901} [:db/retract 101 :age 7]]");
    stream.settle();
    assertThat(datoms(100)).extracting(Datom::meta).containsOnly(Meta.of(900, false));
    assertThat(stream.db().history().datoms(101))
        .extracting(Datom::meta)
        .containsExactlyInAnyOrder(Meta.of(900, false), Meta.of(0, true), Meta.NONE);
  }

  @Test
  void theDescriptionOfAMap_isThatOfTheMapsInIt() {
    transact(
        """
        [{:db/ident :child :db/valueType :db.type/ref}]
        """);
    transact(
        """
        [{:db/id 100 :db/meta 900 :child {:db/id 101 :age 1 :child {:db/id 102 :age 2 :db/meta 901}}}
         {:db/id 103 :age 3}]
        """);

    assertThat(datoms(100)).extracting(Datom::meta).containsOnly(Meta.of(900, false));
    assertThat(datoms(101)).extracting(Datom::meta).containsOnly(Meta.of(900, false));
    assertThat(datoms(102)).extracting(Datom::meta).containsOnly(Meta.of(901, false));
    assertThat(datoms(103)).extracting(Datom::meta).containsOnly(Meta.NONE);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [:db/add 100 :age 1 900] [:db/add 100 :age 1 901] | datoms-conflict
          {:db/id 100 :age 1 :db/derived 1}                 | malformed
          {:db/id 100 :age 1 :db/meta "nobody"}             | tempid-without-facts
          [:db/add 100 :age 1 900 901]                      | malformed
          """)
  void aDescriptionThatMakesNoSense_isRefused(String forms, String code) {
    assertThat(refusal("[" + forms + "]").code()).isEqualTo(Keyword.of("transaction/" + code));
  }

  @Test
  void anAttributeWithoutHistory_isForgottenWhenItIsRetractedAndSettled() {
    transact("[{:db/ident :load :db/noHistory true}]");
    transact("[{:db/id 100 :age 1 :load 1 :zip 1}]");
    transact("[{:db/id 100 :age 2 :load 2 :zip 2}]");
    transact("[{:db/id 100 :age 3 :load 3 :zip 3} {:db/id 101 :age 1 :load 1 :zip 1}]");
    transact("[[:db/retractEntity 101]]");
    stream.settle();

    assertThat(values(100, "load")).containsExactly(Value.of(3));
    long load = Objects.requireNonNull(stream.db().attribute(Keyword.of("load"))).id();
    assertThat(stream.db().history().datoms(100))
        .filteredOn(datom -> datom.attribute() == load)
        .hasSize(1);
    assertThat(stream.db().history().datoms(100))
        .filteredOn(datom -> datom.attribute() != load)
        .hasSize(10);
    assertThat(stream.db().history().datoms(101)).hasSize(4);
    assertThat(values(stream.db().asOf(stream.db().basis() - 2), 100, "load")).isEmpty();
  }

  @Test
  void whatIsSaidOfAFactThatHolds_isNoConflict() {
    transact("[{:db/id 100 :name \"Ada\" :db/meta 800}]");
    transact("[{:db/meta 900 :name \"Ada\" :age 1} {:db/meta 901 :name \"Ada\" :balance 2}]");
    transact("[[:db/add 101 :age 1] [:db/derive 101 :age 1]]");
    transact("[{:db/meta 902 :name \"Bob\" :age 1} {:name \"Bob\" :balance 3}]");

    assertThat(datoms(100))
        .extracting(Datom::meta)
        .containsExactlyInAnyOrder(Meta.of(800, false), Meta.of(900, false), Meta.of(901, false));
    assertThat(datoms(101)).extracting(Datom::meta).containsExactly(Meta.of(0, true));
    long bob = Objects.requireNonNull(stream.db().entity(Edn.read("[:name \"Bob\"]")));
    assertThat(datoms(bob))
        .extracting(Datom::meta)
        .containsExactlyInAnyOrder(Meta.of(902, false), Meta.of(902, false), Meta.NONE);
  }

  @Test
  void aTupleThatIsKeptUp_isDescribedByWhoSaysIt() {
    transact("[{:db/id 100 :db/meta 900 :reg/course 1 :reg/student 2 :reg/course+student [1 2]}]");
    assertThat(datoms(100)).extracting(Datom::meta).containsOnly(Meta.of(900, false));
    transact("[{:db/meta 901 :reg/course+student [1 2] :reg/course 1 :reg/student 2 :age 1}]");
    assertThat(datoms(100)).hasSize(4);
  }

  @Test
  void aFormerName_isTakenByAnyEntity() {
    transact("[{:db/id 100 :load 1}]");
    transact("[{:db/id :load :db/ident :weight}]");
    transact("[{:db/id 60 :db/ident :load}]");

    for (int i = 0; i < 2; i++) {
      assertThat(stream.db().attribute(Keyword.of("load"))).isNull();
      assertThat(stream.db().entity(Keyword.of("load"))).isEqualTo(60);
      assertThat(values(100, "weight")).containsExactly(Value.of(1));
      stream.settle();
    }
    databases.close();
    try (Databases again = Databases.of(kernel)) {
      assertThat(again.open("model").db().attribute(Keyword.of("load"))).isNull();
      assertThat(again.open("model").db().entity(Keyword.of("load"))).isEqualTo(60);
    }
  }

  @Test
  void aProposal_isCheckedOnWhatItWasMadeOn() {
    databases
        .functions()
        .entity("test/one", (after, entity) -> values(after, entity, "age").size() == 1);
    transact("[{:db/ident :spec :db.entity/preds test/one} {:db/id 100 :age 1}]");
    Database before = stream.db();
    transact("[{:db/id 100 :age 2}]");

    Proposed overtaken = stream.propose(before, forms("[{:db/id 100 :age 3 :db/ensure :spec}]"));
    assertThat(stream.stream().append(overtaken.request())).isInstanceOf(Append.Conflict.class);
    Proposed now = stream.propose(stream.db(), forms("[{:db/id 100 :age 3 :db/ensure :spec}]"));
    assertThat(stream.stream().append(now.request())).isInstanceOf(Append.Appended.class);
    assertThat(values(100, "age")).containsExactly(Value.of(3));
    Database filtered = stream.db().filter((db, datom) -> true);
    assertThatThrownBy(() -> stream.propose(filtered, forms("[{:age 1}]")))
        .hasMessageContaining("filtered");
  }
}
