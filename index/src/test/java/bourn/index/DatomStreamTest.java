package bourn.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.datoms.Attribute;
import bourn.datoms.BuiltIn;
import bourn.datoms.Datom;
import bourn.datoms.EntityIds;
import bourn.datoms.TransactionException;
import bourn.datoms.Unique;
import bourn.kernel.BoundedStream;
import bourn.kernel.Edn;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What transactions mean, form by form. */
final class DatomStreamTest {

  private static final String SCHEMA =
      """
      [{:db/ident :email :db/valueType :db.type/string :db/unique :db.unique/identity}
       {:db/ident :ssn :db/valueType :db.type/long :db/unique :db.unique/value}
       {:db/ident :name :db/valueType :db.type/string}
       {:db/ident :alias :db/valueType :db.type/string :db/cardinality :db.cardinality/many}
       {:db/ident :friend :db/valueType :db.type/ref :db/cardinality :db.cardinality/many}
       {:db/ident :boss :db/valueType :db.type/ref}
       {:db/ident :order/line :db/valueType :db.type/ref :db/cardinality :db.cardinality/many
        :db/isComponent true}
       {:db/ident :red}]
      """;

  private final Kernel kernel = HeapKernel.open(Environment.system());
  private final DatomStream stream = DatomStream.open(kernel, "people");

  DatomStreamTest() {
    transact(SCHEMA);
  }

  @AfterEach
  void close() {
    stream.close();
    kernel.close();
  }

  private Transacted transact(String forms) {
    return stream.transact(((Value.Items) Edn.read(forms)).items());
  }

  private long entity(String form) {
    return Objects.requireNonNull(stream.db().entity(Edn.read(form)), form);
  }

  private List<String> facts(long entity) {
    return facts(stream.db(), entity);
  }

  private static List<String> facts(Database db, long entity) {
    return db.datoms(entity).stream()
        .map(
            datom ->
                Objects.requireNonNull(db.attribute(datom.attribute())).ident()
                    + " "
                    + datom.value())
        .sorted()
        .toList();
  }

  private void assertRefused(String code, String forms) {
    long tail = stream.stream().extent().tail();
    assertThatThrownBy(() -> transact(forms))
        .isInstanceOfSatisfying(
            TransactionException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(Keyword.of("transaction/" + code)));
    assertThat(stream.stream().extent().tail()).isEqualTo(tail);
  }

  @Test
  void aMap_becomesAnEntityCountedFromSixteen() {
    Transacted done = transact("[{:db/id \"ada\" :name \"Ada\" :email \"a@b\"}]");

    long ada = done.tempids().get(Value.of("ada"));
    assertThat(ada).isEqualTo(17);
    assertThat(entity(":red")).isEqualTo(16);
    assertThat(facts(ada)).containsExactly(":email \"a@b\"", ":name \"Ada\"");
    assertThat(done.t()).isEqualTo(1);
    assertThat(done.before().basis()).isZero();
    assertThat(facts(done.before(), ada)).isEmpty();
  }

  @Test
  void theResult_hasEveryDatomOfTheTransaction() {
    transact("[[:db/add 50 :name \"Ada\"]]");
    Transacted done = transact("[[:db/add 50 :name \"Eve\"]]");

    long name = entity(":name");
    assertThat(done.datoms())
        .contains(
            new Datom(50, name, Value.of("Eve"), 2, true),
            new Datom(50, name, Value.of("Ada"), 2, false))
        .hasSize(3);
    assertThat(done.datoms().getFirst().entity()).isEqualTo(EntityIds.transaction(2));
    assertThat(done.datoms().getFirst().attribute()).isEqualTo(BuiltIn.TX_INSTANT);
  }

  @Test
  void anUndeclaredAttribute_isMadeByUsingItAndTakesAnyValue() {
    transact("[{:db/id 100 :thing/any {:a [1 2]}} {:db/id 101 :thing/any \"text\"}]");

    Attribute any = Objects.requireNonNull(stream.db().attribute(Keyword.of("thing/any")));
    assertThat(EntityIds.isSchema(any.id())).isTrue();
    assertThat(any.valueType()).isNull();
    assertThat(stream.db().values(100, any.id())).containsExactly(Edn.read("{:a [1 2]}"));
    assertThat(stream.db().ident(any.id())).isEqualTo(any.ident());
  }

  @Test
  void anAttribute_mayBeUsedInTheTransactionThatDeclaresIt() {
    transact(
        """
        [{:db/id 100 :tag ["a" "b"]}
         {:db/ident :tag :db/valueType :db.type/string :db/cardinality :db.cardinality/many}]
        """);

    assertThat(facts(100)).containsExactly(":tag \"a\"", ":tag \"b\"");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        ":db/unique :db.unique/identity",
        ":db/index true",
        ":db/isComponent false",
        ":db/noHistory false"
      })
  void anAttribute_isDeclaredByWhateverIsSaidOfAttributesOnly(String said) {
    transact("[{:db/ident :badge " + said + "} {:db/id 100 :badge 7}]");

    Attribute badge = Objects.requireNonNull(stream.db().attribute(Keyword.of("badge")));
    assertThat(badge.valueType()).isNull();
    assertThat(badge.unique()).isEqualTo(said.contains("identity") ? Unique.IDENTITY : null);
    assertThat(facts(100)).containsExactly(":badge 7");
  }

  @Test
  void anUndeclaredAttribute_canBeDeclaredLater_ifItsFactsFit() {
    transact("[{:db/id 100 :size 5}]");
    assertRefused("schema", "[{:db/ident :size :db/valueType :db.type/string}]");
    transact("[{:db/ident :size :db/valueType :db.type/long}]");

    assertRefused("wrong-type", "[{:db/id 100 :size \"big\"}]");
    assertThat(facts(100)).containsExactly(":size 5");
  }

  @Test
  void usedIds_areNeverGivenAgain() {
    transact("[[:db/add 5000 :name \"Ada\"]]");
    Transacted done = transact("[{:db/id -1 :name \"Eve\"}]");

    assertThat(done.tempids()).containsExactlyEntriesOf(java.util.Map.of(Value.of(-1), 5001L));
  }

  @Test
  void tempids_ofOneNameAreOneEntity() {
    Transacted done =
        transact("[[:db/add -1 :name \"Ada\"] [:db/add \"b\" :friend -1] {:db/id -1 :ssn 7}]");

    long ada = done.tempids().get(Value.of(-1));
    assertThat(facts(ada)).containsExactly(":name \"Ada\"", ":ssn 7");
    assertThat(facts(done.tempids().get(Value.of("b")))).containsExactly(":friend " + ada);
  }

  @Test
  void aTempid_thatIsOnlyAValue_isRefused() {
    assertRefused("tempid-without-facts", "[[:db/add 100 :friend \"nobody\"]]");
  }

  @Test
  void anIdentity_upserts() {
    long ada =
        transact("[{:db/id \"a\" :email \"a@b\" :name \"Ada\"}]").tempids().get(Value.of("a"));
    Transacted again = transact("[{:db/id \"x\" :email \"a@b\" :name \"Eve\"}]");

    assertThat(again.tempids()).containsEntry(Value.of("x"), ada);
    assertThat(facts(ada)).containsExactly(":email \"a@b\"", ":name \"Eve\"");
  }

  @Test
  void twoTempids_withOneIdentity_areOneEntity() {
    Transacted done =
        transact("[{:db/id \"x\" :email \"a@b\"} {:db/id \"y\" :email \"a@b\" :name \"Ada\"}]");

    assertThat(done.tempids().get(Value.of("x"))).isEqualTo(done.tempids().get(Value.of("y")));
  }

  @Test
  void oneTempid_withTwoIdentities_isRefused() {
    transact(
        """
        [{:db/ident :login :db/valueType :db.type/string :db/unique :db.unique/identity}]
        """);
    transact("[{:email \"a@b\"} {:login \"eve\"}]");

    assertRefused("upsert-conflict", "[{:email \"a@b\" :login \"eve\"}]");
  }

  @Test
  void aUniqueValue_ofTwoEntities_isRefused() {
    transact("[[:db/add 100 :ssn 1]]");

    assertRefused("unique-conflict", "[[:db/add 101 :ssn 1]]");
    assertRefused("unique-conflict", "[[:db/add 101 :ssn 2] [:db/add 102 :ssn 2]]");
  }

  @Test
  void aUniqueValue_canPassToAnotherEntity_inOneTransaction() {
    transact("[[:db/add 100 :ssn 1]]");
    transact("[[:db/retract 100 :ssn 1] [:db/add 101 :ssn 1]]");

    assertThat(entity("[:ssn 1]")).isEqualTo(101);
  }

  @Test
  void cardinalityOne_replaces_andManyAdds() {
    transact("[{:db/id 100 :name \"Ada\" :alias [\"A\" \"B\"]}]");
    transact("[{:db/id 100 :name \"Eve\" :alias #{\"C\"}}]");

    assertThat(facts(100))
        .containsExactly(":alias \"A\"", ":alias \"B\"", ":alias \"C\"", ":name \"Eve\"");
    assertRefused("datoms-conflict", "[[:db/add 100 :name \"X\"] [:db/add 100 :name \"Y\"]]");
  }

  @Test
  void whatHoldsAlready_addsNothing() {
    transact("[{:db/id 100 :name \"Ada\" :alias [\"A\"]}]");
    Transacted again = transact("[{:db/id 100 :name \"Ada\" :alias [\"A\"]}]");

    assertThat(again.datoms()).hasSize(1);
  }

  @Test
  void retract_withAndWithoutValue() {
    transact("[{:db/id 100 :name \"Ada\" :alias [\"A\" \"B\" \"C\"]}]");
    transact("[[:db/retract 100 :alias \"A\"] [:db/retract 100 :alias \"never\"]]");
    assertThat(facts(100)).containsExactly(":alias \"B\"", ":alias \"C\"", ":name \"Ada\"");
    transact("[[:db/retract 100 :alias]]");
    assertThat(facts(100)).containsExactly(":name \"Ada\"");
    assertRefused(
        "datoms-conflict", "[[:db/retract 100 :name \"Ada\"] [:db/add 100 :name \"Ada\"]]");
    assertRefused("unknown-attribute", "[[:db/retract 100 :unheard-of 1]]");
  }

  @Test
  void retractEntity_takesComponentsAndReferencesAlong() {
    Transacted done =
        transact(
            """
            [{:db/id "order" :name "O" :order/line [{:db/id "line" :name "L" :boss "other"}]}
             {:db/id "other" :name "X" :friend "order"}]
            """);
    long order = done.tempids().get(Value.of("order"));
    transact("[[:db/retractEntity " + order + "]]");

    assertThat(facts(order)).isEmpty();
    assertThat(facts(done.tempids().get(Value.of("line")))).isEmpty();
    assertThat(facts(done.tempids().get(Value.of("other")))).containsExactly(":name \"X\"");
  }

  @Test
  void cas_replacesOnlyWhatIsExpected() {
    transact("[[:db/cas 100 :name nil \"Ada\"]]");
    transact("[[:db/cas 100 :name \"Ada\" \"Eve\"]]");

    assertThat(facts(100)).containsExactly(":name \"Eve\"");
    assertRefused("cas-failed", "[[:db/cas 100 :name \"Ada\" \"Bob\"]]");
    assertRefused("cas-failed", "[[:db/cas 100 :name nil \"Bob\"]]");
  }

  @Test
  void lookupRefsAndIdents_standForEntities() {
    transact("[{:db/id 100 :email \"a@b\"}]");
    transact(
        """
        [[:db/add [:email "a@b"] :name "Ada"]
         {:db/id 101 :boss [:email "a@b"] :friend [[:email "a@b"] :red]}
         {:db/id 102 :friend [:email "a@b"]}]
        """);

    assertThat(facts(100)).containsExactly(":email \"a@b\"", ":name \"Ada\"");
    assertThat(facts(101)).containsExactly(":boss 100", ":friend 100", ":friend 16");
    assertThat(facts(102)).containsExactly(":friend 100");
    assertRefused("not-an-entity", "[[:db/add [:email \"nobody\"] :name \"X\"]]");
    assertRefused("not-an-entity", "[[:db/add :nobody :name \"X\"]]");
    assertRefused("not-unique", "[[:db/add [:name \"Ada\"] :name \"X\"]]");
  }

  @Test
  void reversedAttributes_turnAFactRound() {
    transact("[{:db/id 100 :name \"Boss\" :_boss [{:db/id 101 :name \"One\"} 102]}]");

    assertThat(facts(101)).containsExactly(":boss 100", ":name \"One\"");
    assertThat(facts(102)).containsExactly(":boss 100");
    assertRefused("not-a-reference", "[{:db/id 100 :_name 5}]");
  }

  @Test
  void theTransaction_isAnEntity() {
    Transacted done =
        transact("[{:db/id \"datomic.tx\" :note \"why\"} [:db/add 100 :boss :db/current-tx]]");

    long tx = EntityIds.transaction(done.t());
    assertThat(facts(tx)).hasSize(2).contains(":note \"why\"");
    assertThat(facts(100)).containsExactly(":boss " + tx);
  }

  @Test
  void txInstant_onlyGrows() {
    transact("[[:db/add \"datomic.tx\" :db/txInstant #inst \"2200-01-01\"]]");
    Transacted next = transact("[]");

    assertThat(stream.db().values(EntityIds.transaction(next.t()), BuiltIn.TX_INSTANT))
        .containsExactly(Edn.read("#inst \"2200-01-01T00:00:00.000001Z\""));
    assertRefused("instant", "[[:db/add \"datomic.tx\" :db/txInstant #inst \"2100-01-01\"]]");
  }

  @Test
  void malformedForms_areRefused_byName() {
    assertRefused("malformed", "[5]");
    assertRefused("malformed", "[[:db/add 1 :name]]");
    assertRefused("malformed", "[[:db/frob 1 :name 2]]");
    assertRefused("malformed", "[{\"name\" 2}]");
    assertRefused("nil-value", "[{:name nil}]");
    assertRefused("wrong-type", "[{:name 5}]");
    assertRefused("not-an-entity", "[[:db/add 0 :name \"X\"]]");
    assertRefused("not-an-entity", "[[:db/add 4611686018427387999 :name \"X\"]]");
    assertRefused("schema", "[{:db/ident :x :db/valueType :db.cardinality/one}]");
  }

  @Test
  void aRefusal_saysWhatWasRequiredAndFound() {
    assertThatThrownBy(() -> transact("[{:db/id 7 :name 5}]"))
        .hasMessage(
            "a value does not fit :name: required a value of :db.type/string, found 5, in"
                + " {:db/id 7, :name 5}");
  }

  @Test
  void schemaChanges_thatFactsContradict_areRefused() {
    transact(
        "[{:db/id 100 :alias [\"A\" \"B\"]} [:db/add 101 :name \"N\"] [:db/add 102 :name \"N\"]]");

    assertRefused("schema", "[{:db/id :alias :db/cardinality :db.cardinality/one}]");
    assertRefused("schema", "[{:db/id :name :db/unique :db.unique/identity}]");
    assertRefused("schema", "[[:db/retract :name :db/ident :name]]");
    transact("[{:db/id :name :db/cardinality :db.cardinality/many}]");
    transact("[{:db/id 101 :name [\"X\" \"Y\"]}]");
    assertThat(facts(101)).containsExactly(":name \"N\"", ":name \"X\"", ":name \"Y\"");
  }

  @Test
  void theSchemaOfAWindow_isThatOfItsEnd() {
    Database before = stream.db();
    transact("[{:db/ident :late :db/valueType :db.type/long}]");

    assertThat(before.attribute(Keyword.of("late"))).isNull();
    assertThat(before.attribute(Keyword.of("name"))).isNotNull();
    assertThat(stream.db().since(0).attribute(Keyword.of("name"))).isNotNull();
    assertThat(stream.db().asOf(0).attribute(Keyword.of("late"))).isNull();
    assertThat(stream.db().asOf(0)).isEqualTo(before);
  }

  @Test
  void theAttributes_areKnownByName() {
    assertThat(
            stream.db().attributes().stream()
                .map(attribute -> attribute.ident().toString())
                .collect(Collectors.toSet()))
        .contains(":name", ":order/line", ":db/ident", ":db/txInstant")
        .doesNotContain(":red");
  }

  @Test
  void twoHandles_onOneKernel_seeEachOthersTransactions() {
    try (DatomStream other = DatomStream.open(kernel, "people")) {
      transact("[[:db/add 100 :name \"Ada\"]]");
      assertThat(facts(other.db(), 100)).containsExactly(":name \"Ada\"");
      other.transact(List.of(Value.list(Keyword.of("db/retractEntity"), 100)));
      assertThat(facts(100)).isEmpty();
    }
    transact("[[:db/add 100 :name \"still open\"]]");
    assertThat(facts(100)).containsExactly(":name \"still open\"");
  }

  @Test
  void aStreamOfDatabases_endsWithThem() {
    try (Kernel other = HeapKernel.open(Environment.system())) {
      Databases databases = Databases.of(other);
      DatomStream opened = databases.open("people");
      opened.transact(List.of(Value.map("name", "Ada")));
      assertThat(databases.database(opened.stream().bound())).isEqualTo(opened.db());
      databases.close();
      databases.close();

      assertThatThrownBy(() -> opened.transact(List.of()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void theIndexOfADeletedStream_isForgotten_andWhatIsHeldAnswersOn() {
    transact("[{:email \"a@b\" :name \"Ada\"}]");
    long ada = entity("[:email \"a@b\"]");
    Database held = stream.db();
    List<String> facts = facts(held, ada);
    StreamName name = new StreamName("people");
    BoundedStream bounded = kernel.find(name).orElseThrow().bound();
    SharedDatabases shared = SharedDatabases.acquire(kernel, Limits.DEFAULT);
    try {
      assertThat(shared.size()).isEqualTo(1);

      kernel.delete(name);

      Instant deadline = Instant.now().plusSeconds(30);
      while (shared.size() > 0) {
        assertThat(Instant.now()).isBefore(deadline);
        Thread.onSpinWait();
      }
      assertThat(facts(held, ada)).isEqualTo(facts);
      assertThat(facts(shared.database(bounded), ada)).isEqualTo(facts);
    } finally {
      shared.release();
    }
  }
}
