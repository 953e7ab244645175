package bourn.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.datoms.BuiltIn;
import bourn.datoms.Datom;
import bourn.datoms.EntityIds;
import bourn.datoms.TransactionException;
import bourn.kernel.Append;
import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.Deadline;
import bourn.kernel.Durability;
import bourn.kernel.Edn;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.ProgressListener;
import bourn.kernel.StorageException;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is excised is known to no database any more, nor to the log. */
@Timeout(60)
final class ExcisionTest {

  private static final String SCHEMA =
      """
      {:db/ident :name :db/valueType :db.type/string :db/unique :db.unique/identity}
      {:db/ident :mail :db/valueType :db.type/string :db/cardinality :db.cardinality/many}
      {:db/ident :age :db/valueType :db.type/long}
      {:db/ident :friend :db/valueType :db.type/ref}
      {:db/ident :address :db/valueType :db.type/ref :db/isComponent true}
      {:db/ident :home :db/valueType :db.type/ref :db/isComponent true}
      {:db/ident :street :db/valueType :db.type/string}
      {:db/ident :both :db/valueType :db.type/tuple :db/tupleAttrs [:name :age]}
      """;

  private static Transacted transact(DatomStream stream, String forms) {
    return stream.transact(Edn.readAll(forms));
  }

  private static void excise(DatomStream stream, String forms) throws InterruptedException {
    Transacted _ = transact(stream, forms);
    assertThat(stream.awaitExcised(Deadline.in(Duration.ofSeconds(30)))).isTrue();
  }

  /**
   * Returns all that was ever said, by attribute and value, of what is no schema or transaction.
   */
  private static List<String> facts(Database database) {
    List<String> facts = new ArrayList<>();
    for (Datom datom : database.history().datoms(DatomOrder.EAVT)) {
      Keyword attribute = Objects.requireNonNull(database.ident(datom.attribute()));
      if (EntityIds.isUser(datom.entity()) && !attribute.toString().startsWith(":db")) {
        facts.add((datom.added() ? "+" : "-") + attribute.name() + " " + datom.value());
      }
    }
    return facts;
  }

  /** Returns the same of the log. */
  private static List<String> log(DatomStream stream) {
    Database database = stream.db();
    List<Datom> datoms = new ArrayList<>();
    TransactionLog.read(
        stream.stream(),
        0,
        stream.stream().extent().tail(),
        transaction -> datoms.addAll(transaction.datoms()));
    List<String> facts = new ArrayList<>();
    for (Datom datom : datoms) {
      Keyword attribute = Objects.requireNonNull(database.ident(datom.attribute()));
      if (EntityIds.isUser(datom.entity()) && !attribute.toString().startsWith(":db")) {
        facts.add((datom.added() ? "+" : "-") + attribute.name() + " " + datom.value());
      }
    }
    return facts;
  }

  private static DatomStream people(Kernel kernel) {
    DatomStream stream = DatomStream.open(kernel, "people");
    transact(stream, SCHEMA);
    transact(stream, "{:db/id 100 :name \"Ada\" :mail [\"a@x\" \"a@y\"] :age 36}");
    transact(stream, "{:db/id 200 :name \"Bob\" :age 40 :friend 100}");
    transact(stream, "[:db/add 100 :age 37] [:db/retract 100 :mail \"a@x\"]");
    return stream;
  }

  /** Has the log of the people say that one is to be excised, and nobody see to it. */
  private static void mark(Kernel kernel) {
    StreamIndex own =
        new StreamIndex(
            kernel,
            kernel.find(new StreamName("people")).orElseThrow(),
            Limits.DEFAULT,
            new SegmentCache(1 << 20),
            new NoveltyShare(1 << 20),
            new Functions(),
            index -> {},
            index -> {});
    own.transact(before -> Edn.readAll("{:db/excise 100}"), CausalContext.NONE, Durability.LOG);
    own.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {:db/excise 100}                                      | -
          {:db/excise [:name "Ada"]}                            | -
          {:db/excise 100 :db.excise/attrs [:mail]}             | name age both
          {:db/excise 100 :db.excise/attrs [:age]}              | name mail
          {:db/excise 100 :db.excise/attrs [:mail :name]}       | age
          {:db/excise :mail}                                    | name age both
          {:db/excise 100 :db.excise/beforeT 1}                 | name mail age both
          """)
  void excise_ofAnEntityOrAttribute_leavesTheRest(String form, String left) throws Exception {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = people(kernel)) {
      Database before = stream.db();

      excise(stream, form);

      Set<String> of = new HashSet<>();
      for (Datom datom : stream.db().history().datoms(DatomOrder.EAVT, Value.of(100))) {
        of.add(Objects.requireNonNull(stream.db().ident(datom.attribute())).name());
      }
      assertThat(of).isEqualTo(left.equals("-") ? Set.of() : Set.of(left.split(" ")));
      assertThat(log(stream)).containsExactlyInAnyOrderElementsOf(facts(stream.db()));
      assertThat(facts(before)).isEqualTo(facts(stream.db()));
      assertThat(facts(stream.db())).contains("+name \"Bob\"", "+friend 100");
      assertThat(stream.verify(ProgressListener.NONE).findings()).isEmpty();
    }
  }

  @Test
  void excise_before_takesFactsByWhenTheyWereAsserted() throws Exception {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = people(kernel)) {
      excise(stream, "{:db/excise 100 :db.excise/attrs [:age] :db.excise/beforeT 3}");
      assertThat(stream.db().history().datoms(DatomOrder.EAVT, Value.of(100), Keyword.of("age")))
          .extracting(Datom::value)
          .containsExactly(Value.of(37));
      Value.Time time =
          (Value.Time) stream.db().values(EntityIds.transaction(2), BuiltIn.TX_INSTANT).getFirst();

      excise(
          stream,
          "{:db/excise :name :db.excise/before "
              + time
              + "} {:db/excise :age :db.excise/beforeT "
              + EntityIds.transaction(3)
              + "}");

      assertThat(facts(stream.db()))
          .contains("+name \"Bob\"", "+age 37")
          .doesNotContain("+name \"Ada\"", "+age 40");
    }
  }

  @Test
  void excise_ofAnEntity_takesWhatIsAndWasPartOfIt() throws Exception {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = people(kernel)) {
      transact(stream, "[:db/add 300 :street \"Elm\"] [:db/add 301 :street \"Oak\"]");
      transact(stream, "[:db/add 100 :address 300] [:db/add 301 :home 302]");
      transact(stream, "[:db/add 100 :address 301] [:db/add 302 :street \"Ash\"]");
      transact(stream, "[:db/add 200 :address 303] [:db/add 303 :street \"Fir\"]");

      excise(stream, "{:db/excise 100 :db.excise/attrs [:address]}");

      assertThat(facts(stream.db()))
          .contains("+name \"Ada\"", "+street \"Fir\"")
          .doesNotContain("+street \"Elm\"", "+street \"Oak\"", "+street \"Ash\"", "+home 302");
    }
  }

  @Test
  void excise_leavesAMarkThatSaysWhatWasDone() throws Exception {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = people(kernel)) {
      Transacted marked = transact(stream, "{:db/id \"mark\" :db/excise 100}");
      assertThat(stream.awaitExcised(Deadline.in(Duration.ofSeconds(30)))).isTrue();

      long mark = marked.tempids().get(Value.of("mark"));
      Database database = stream.db();
      assertThat(database.values(mark, BuiltIn.EXCISE)).containsExactly(Value.of(100));
      assertThat(database.values(mark, BuiltIn.EXCISED)).containsExactly(Value.of(true));
      transact(stream, "[:db/retractEntity 100]");
      assertThat(stream.db().values(mark, BuiltIn.EXCISE)).containsExactly(Value.of(100));
      excise(stream, "{:db/excise " + mark + "}");
      assertThat(stream.db().values(mark, BuiltIn.EXCISE)).containsExactly(Value.of(100));
    }
  }

  @Test
  void afterwards_theSameEntityCanBeKnownAgain() throws Exception {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = people(kernel)) {
      excise(stream, "{:db/excise 100}");
      transact(stream, "{:db/id 100 :name \"Ada\" :age 5}");
      transact(stream, "[:db/add 100 :age 6]");

      assertThat(facts(stream.db()))
          .contains("+name \"Ada\"", "+age 6", "-age 5", "+both [\"Ada\" 6]")
          .doesNotContain("+age 36");
      assertThat(stream.awaitExcised(Deadline.in(Duration.ofSeconds(1)))).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "{:db/excise :db/txInstant}",
        "{:db/excise :db.type/string}",
        "{:db/excise 100 :db.excise/attrs [:db/txInstant]}",
        "{:db/excise 100 :db.excise/attrs [:db/excise]}",
        "{:db/excise 100 :db.excise/attrs [200]}",
        "{:db/excise :name :db.excise/attrs [:age]}",
        "{:db/excise 100 :db.excise/done true}",
        "{:db/excise 100 :db.excise/parts [200]}",
        "{:db/id 900 :db/excise 200}",
        "{:db/id 900 :db.excise/attrs [:name]}",
        "[:db/retract 900 :db/excise 100]",
        "[:db/retractEntity 900]",
        "{:db/id 901 :db/excise :mail}",
      })
  void excise_ofWhatTheDatabaseNeeds_orOfAnotherThing_isRefused(String form) throws Exception {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = people(kernel)) {
      transact(stream, "{:db/id 901 :db.excise/attrs [:age]}");
      excise(stream, "{:db/id 900 :db/excise 100 :db.excise/beforeT 0}");
      assertThatThrownBy(() -> transact(stream, form))
          .isInstanceOfSatisfying(
              TransactionException.class,
              e -> assertThat(e.code()).isEqualTo(Keyword.of("transaction/excise")));
      assertThat(stream.db().datoms(DatomOrder.AEVT, Keyword.of("db/excise"))).hasSize(1);
      assertThat(facts(stream.db())).contains("+name \"Ada\"", "+age 40");
    }
  }

  @Test
  void excise_reachesForksAndWhatTheyAreForksOf() throws Exception {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = people(kernel)) {
      EventStream fork = stream.stream().fork(new StreamName("fork"), 4);
      try (DatomStream forked = DatomStream.open(kernel, "fork")) {
        transact(stream, "{:db/id 100 :age 38} {:db/id 5000 :name \"Eve\"}");
        transact(forked, "{:db/id 100 :age 39} {:db/id 5000 :name \"Ivy\"}");
        assertThat(fork.extent().tail()).isEqualTo(5);

        excise(stream, "{:db/excise 100} {:db/excise 5000}");

        assertThat(facts(stream.db()))
            .containsExactlyInAnyOrder(
                "+name \"Bob\"", "+age 40", "+both [\"Bob\" 40]", "+friend 100");
        assertThat(facts(forked.db()))
            .containsExactlyInAnyOrder(
                "+name \"Bob\"",
                "+age 40",
                "+both [\"Bob\" 40]",
                "+friend 100",
                "+name \"Ivy\"",
                "+both [\"Ivy\" nil]");
        assertThat(log(forked)).containsExactlyInAnyOrderElementsOf(facts(forked.db()));

        excise(forked, "{:db/excise [:name \"Bob\"]}");

        assertThat(facts(stream.db())).isEmpty();
        assertThat(log(stream)).isEmpty();
        assertThat(facts(forked.db())).containsExactly("+name \"Ivy\"", "+both [\"Ivy\" nil]");
      }
    }
  }

  @Test
  void whenATransactionWas_staysKnown() {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = people(kernel)) {
      long tx = EntityIds.transaction(2);
      Value instant = stream.db().values(tx, BuiltIn.TX_INSTANT).getFirst();
      for (String form :
          List.of(
              "[:db/retract " + tx + " :db/txInstant " + instant + "]",
              "[:db/retractEntity " + tx + "]")) {
        assertThatThrownBy(() -> transact(stream, form))
            .isInstanceOf(TransactionException.class)
            .hasMessageContaining(":db/txInstant");
      }
    }
  }

  /** A fork that is made while facts are excised has them, if it was read before they were gone. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aForkMadeMeanwhile_hasNothingLeft(long seed) throws Exception {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = people(kernel)) {
      for (int i = 0; i < 500; i++) {
        transact(stream, "{:db/id " + (1_000 + i) + " :mail [\"m" + i + "\"]}");
      }
      transact(stream, "{:db/excise :mail}");
      Thread.sleep(new SplittableRandom(seed).nextInt(12));
      EventStream _ = stream.stream().fork(new StreamName("fork"), 300);
      try (DatomStream fork = DatomStream.open(kernel, "fork")) {
        assertThat(facts(fork.db())).isNotEmpty();
        assertThat(stream.awaitExcised(Deadline.in(Duration.ofSeconds(30)))).isTrue();
        assertThat(facts(fork.db())).noneMatch(fact -> fact.contains("mail"));
        assertThat(log(fork)).noneMatch(fact -> fact.contains("mail"));
        assertThat(fork.verify(ProgressListener.NONE).findings()).isEmpty();
      }
    }
  }

  /** What was part of what is not known any more when all is done once more. */
  @Test
  void partsThatComeBackMeanwhile_goToo() throws Exception {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = people(kernel)) {
      transact(
          stream,
          "{:db/ident :parts :db/valueType :db.type/ref :db/isComponent true :db/cardinality"
              + " :db.cardinality/many}");
      for (int i = 0; i < 300; i++) {
        transact(
            stream,
            "[:db/add 100 :parts "
                + (1_000 + i)
                + "] [:db/add "
                + (1_000 + i)
                + " :street \"s"
                + i
                + "\"]");
      }
      transact(stream, "{:db/id 900 :db/excise 100}");
      for (int i = 0; i < 300; i++) {
        transact(stream, "[:db/retract " + (1_000 + i) + " :street]");
      }
      assertThat(stream.awaitExcised(Deadline.in(Duration.ofSeconds(30)))).isTrue();

      assertThat(log(stream)).noneMatch(fact -> fact.contains("street"));
      assertThat(facts(stream.db())).noneMatch(fact -> fact.contains("street"));
      assertThat(stream.db().values(900, BuiltIn.EXCISE_PARTS)).hasSize(300);
    }
  }

  @Test
  void aProposalFromBefore_isRefusedInForksToo() throws Exception {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = people(kernel)) {
      EventStream fork = stream.stream().fork(new StreamName("fork"), 4);
      try (DatomStream forked = DatomStream.open(kernel, "fork")) {
        Proposed old = forked.propose(forked.db(), Edn.readAll("[:db/add 100 :name \"Eva\"]"));
        excise(stream, "{:db/excise 100}");

        assertThat(fork.append(old.request())).isInstanceOf(Append.Conflict.class);
        assertThat(log(forked)).noneMatch(fact -> fact.contains("Ada"));
      }
    }
  }

  @Test
  void aSealedStream_saysThatTheFactsAreGone() throws Exception {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = people(kernel)) {
      transact(stream, "{:db/excise 100}");
      stream.stream().seal(List.of());
      try {
        assertThat(stream.awaitExcised(Deadline.in(Duration.ofSeconds(30)))).isTrue();
      } catch (StorageException e) {
        assertThat(e).hasMessageContaining("facts are gone");
      }
      assertThat(log(stream)).noneMatch(fact -> fact.contains("Ada"));
    }
  }

  /** Then nothing can say any more which entities were parts of it, and they go all the same. */
  @Test
  void aStreamSealedRightAfterItsMark_losesTheParts() throws Exception {
    try (Kernel kernel = HeapKernel.open(Environment.system())) {
      try (DatomStream stream = people(kernel)) {
        transact(stream, "[:db/add 300 :street \"Elm\"] [:db/add 100 :address 300]");
      }
      mark(kernel);
      try (DatomStream stream = DatomStream.open(kernel, "people")) {
        stream.stream().seal(List.of());
        for (int i = 0; i < 2; i++) {
          assertThatThrownBy(() -> stream.awaitExcised(Deadline.in(Duration.ofSeconds(30))))
              .isInstanceOf(StorageException.class)
              .hasMessageContaining("facts are gone");
          assertThat(log(stream)).noneMatch(fact -> fact.contains("Ada") || fact.contains("Elm"));
        }
        assertThat(stream.verify(ProgressListener.NONE).findings()).isEmpty();
      }
    }
  }

  /** A mark that nobody saw to, as the process ended, is seen to when the stream is opened. */
  @Test
  void aMarkThatIsNotDone_isDoneWhenTheStreamIsOpened() throws Exception {
    try (Kernel kernel = HeapKernel.open(Environment.system())) {
      try (DatomStream stream = people(kernel)) {
        stream.settle();
      }
      mark(kernel);
      try (DatomStream stream = DatomStream.open(kernel, "people")) {
        assertThat(stream.awaitExcised(Deadline.in(Duration.ofSeconds(30)))).isTrue();
        assertThat(facts(stream.db())).doesNotContain("+name \"Ada\"");
      }
    }
  }

  /** It stands on segments that are replaced, which are not kept for it for ever. */
  @Test
  void aSpeculativeDatabase_keepsNothingFromBeingForgotten() throws Exception {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = people(kernel)) {
      stream.settle();
      Database with = stream.db().with(Edn.readAll("[:db/add 200 :age 41]")).after();

      excise(stream, "{:db/excise 100}");

      assertThat(facts(stream.db())).contains("+name \"Bob\"").doesNotContain("+name \"Ada\"");
      assertThat(with.basis()).isEqualTo(4);
    }
  }

  /** Random transactions and excisions, while others transact: everything agrees with a list. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverIsExcised_theIndexSaysWhatTheModelSays(long seed) throws Exception {
    Model model = new Model();
    RandomTransactions transactions = new RandomTransactions(seed, model, 12);
    try (Kernel kernel = HeapKernel.open(Environment.system())) {
      for (int opening = 0; opening < 2; opening++) {
        try (DatomStream stream = IndexedStream.open(kernel, "random", new Limits(8, 200, 200))) {
          if (opening == 0) {
            transactions.declare(stream);
          }
          for (int round = 0; round < 3; round++) {
            transactions.run(stream, 30);
            excise(stream, model, transactions.random());
            IndexModelTest.compare(stream, model, transactions);
            assertThat(read(stream)).containsExactlyInAnyOrderElementsOf(model.datoms());
            assertThat(stream.verify(ProgressListener.NONE).findings()).isEmpty();
          }
        }
      }
    }
  }

  private static List<Datom> read(DatomStream stream) {
    List<Datom> datoms = new ArrayList<>();
    TransactionLog.read(
        stream.stream(), 0, stream.stream().extent().tail(), log -> datoms.addAll(log.datoms()));
    return datoms;
  }

  private static void excise(DatomStream stream, Model model, SplittableRandom random)
      throws InterruptedException {
    List<Value> forms = new ArrayList<>();
    List<Predicate<Datom>> forgotten = new ArrayList<>();
    long tail = stream.stream().extent().tail();
    for (int i = random.nextInt(1, 3); i > 0; i--) {
      long until = random.nextBoolean() ? random.nextLong(tail + 1) : tail;
      Keyword named =
          Keyword.of(
              RandomTransactions.ATTRIBUTES.get(
                  random.nextInt(RandomTransactions.ATTRIBUTES.size())));
      long attribute = Objects.requireNonNull(stream.db().attribute(named)).id();
      long entity = EntityIds.FIRST_USER + 100 + random.nextInt(12);
      Value beforeT = Value.of(until);
      switch (random.nextInt(3)) {
        case 0 -> {
          forms.add(
              Value.map(
                  "db/id",
                  5_000 + 10 * tail + i,
                  "db/excise",
                  named,
                  "db.excise/beforeT",
                  beforeT));
          forgotten.add(datom -> datom.t() < until && datom.attribute() == attribute);
        }
        case 1 -> {
          Set<Long> whole = parts(stream, model, Set.of(entity), until);
          forms.add(
              Value.map(
                  "db/id",
                  5_000 + 10 * tail + i,
                  "db/excise",
                  entity,
                  "db.excise/beforeT",
                  beforeT));
          forgotten.add(datom -> datom.t() < until && whole.contains(datom.entity()));
        }
        default -> {
          Set<Long> whole = new HashSet<>();
          if (named.name().equals("parts")) {
            whole.addAll(parts(stream, model, Set.of(entity), until));
            Set<Long> direct = direct(stream, model, entity, until);
            whole.clear();
            whole.addAll(parts(stream, model, direct, until));
          }
          forms.add(
              Value.map(
                  "db/excise",
                  entity,
                  "db.excise/attrs",
                  Value.list(named),
                  "db.excise/beforeT",
                  beforeT));
          forgotten.add(
              datom ->
                  datom.t() < until
                      && (whole.contains(datom.entity())
                          || (datom.entity() == entity && datom.attribute() == attribute)));
        }
      }
    }
    Transacted marked = stream.transact(forms);
    model.add(marked.datoms());
    model.forget(
        datom ->
            BuiltIn.isExcisable(datom.attribute())
                && forgotten.stream().anyMatch(each -> each.test(datom)));
    assertThat(stream.awaitExcised(Deadline.in(Duration.ofSeconds(30)))).isTrue();
    for (Datom datom : stream.db().history().datoms(DatomOrder.EAVT)) {
      if (datom.t() > marked.t()) {
        model.add(List.of(datom));
      }
    }
  }

  private static Set<Long> direct(DatomStream stream, Model model, long entity, long until) {
    long parts = Objects.requireNonNull(stream.db().attribute(Keyword.of("parts"))).id();
    Set<Long> found = new HashSet<>();
    for (Datom datom : model.datoms()) {
      if (datom.entity() == entity
          && datom.attribute() == parts
          && datom.added()
          && datom.t() < until
          && datom.value() instanceof Value.Int(long part)) {
        found.add(part);
      }
    }
    return found;
  }

  private static Set<Long> parts(DatomStream stream, Model model, Set<Long> entities, long until) {
    Set<Long> all = new HashSet<>(entities);
    boolean grows = true;
    while (grows) {
      Set<Long> more = new HashSet<>();
      all.forEach(entity -> more.addAll(direct(stream, model, entity, until)));
      grows = all.addAll(more);
    }
    return all;
  }

  @Test
  void transactionsMeanwhile_bringNothingBack() throws Exception {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = people(kernel)) {
      for (int i = 0; i < 300; i++) {
        transact(stream, "{:db/id " + (1_000 + i) + " :mail [\"m" + i + "\" \"n" + i + "\"]}");
      }
      transact(stream, "{:db/excise :mail}");
      for (int i = 0; i < 300; i++) {
        transact(stream, "[:db/retract " + (1_000 + i) + " :mail \"m" + i + "\"]");
      }
      assertThat(stream.awaitExcised(Deadline.in(Duration.ofSeconds(30)))).isTrue();

      assertThat(log(stream)).noneMatch(fact -> fact.contains("mail"));
      assertThat(facts(stream.db())).noneMatch(fact -> fact.contains("mail"));
      Database early = stream.db(new Bound(0, 3), CausalContext.NONE);
      assertThat(facts(early)).noneMatch(fact -> fact.contains("mail"));
    }
  }
}
