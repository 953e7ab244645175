package bourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.index.DatomStream;
import bourn.kernel.AppendRequest;
import bourn.kernel.CausalContext;
import bourn.kernel.Edn;
import bourn.kernel.EventStream;
import bourn.kernel.Keyword;
import bourn.kernel.Reader;
import bourn.kernel.Reference;
import bourn.kernel.StorageException;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import bourn.typed.ColumnSegments;
import bourn.typed.Columns;
import bourn.typed.Field;
import bourn.typed.FieldType;
import bourn.typed.ProductType;
import bourn.typed.TypeChange;
import bourn.typed.TypedStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of Bourn from where an embedder stands, on the store it will have. */
final class BournTest {

  private static final String WHO_WAITS =
      """
      [:find ?name ?delay
       :in $ $orders $deliveries
       :where [$orders ?order :buyer ?email] [$orders ?order :item ?item]
              [?person :person/email ?email] [?person :person/name ?name]
              [$deliveries ?d :item ?item] [$deliveries ?d :days ?delay]]\
      """;

  @TempDir Path folder;

  record Delivery(String item, int days) {}

  record Tick(long number) {}

  private static void fill(Bourn bourn) {
    bourn.stream("orders")
        .append(
            AppendRequest.of(
                Value.map("item", "tea", "buyer", "ada@example.org"),
                Value.map("item", "jam", "buyer", "bob@example.org")))
        .orThrow();
    bourn
        .datoms("people")
        .transact(
            Edn.readAll(
                """
                {:person/email "ada@example.org" :person/name "Ada"}
                {:person/email "bob@example.org" :person/name "Bob"}\
                """));
    bourn
        .typed("deliveries", Delivery.class)
        .append(List.of(new Delivery("tea", 2), new Delivery("honey", 9)))
        .orThrow();
  }

  private static Value whoWaits(Bourn bourn) {
    return bourn
        .query(WHO_WAITS, bourn.datoms("people"), bourn.find("orders"), bourn.find("deliveries"))
        .toValue();
  }

  @Test
  void oneQueryJoinsAllThreeKinds() {
    try (Bourn bourn = Bourn.inMemory()) {
      fill(bourn);

      assertThat(whoWaits(bourn)).isEqualTo(Edn.read("#{[\"Ada\" 2]}"));
    }
  }

  @Test
  void aStoreOpenedAgainAnswersAsBefore() {
    try (Bourn bourn = Bourn.open(folder.resolve("shop"))) {
      fill(bourn);
    }
    try (Bourn bourn = Bourn.open(folder.resolve("shop"))) {
      assertThat(bourn.streams()).hasSize(3);
      assertThat(whoWaits(bourn)).isEqualTo(Edn.read("#{[\"Ada\" 2]}"));
    }
  }

  @Test
  void theDatabaseAsOfAnEarlierTransactionAnswersAsItDidThen() {
    try (Bourn bourn = Bourn.open(folder.resolve("shop"))) {
      DatomStream people = bourn.datoms("people");
      people.transact(
          Edn.readAll(
              "{:db/ident :person/email :db/valueType :db.type/string"
                  + " :db/unique :db.unique/identity}"));
      people.transact(Edn.readAll("{:person/email \"a\" :person/name \"Ada\"}"));
      long then = people.db().basis();
      people.transact(Edn.readAll("{:person/email \"a\" :person/name \"Countess\"}"));

      String name = "[:find ?n . :where [?p :person/email \"a\"] [?p :person/name ?n]]";
      assertThat(bourn.query(name, people).toValue()).isEqualTo(Value.of("Countess"));
      assertThat(bourn.query(name, people.db().asOf(then)).toValue()).isEqualTo(Value.of("Ada"));
    }
  }

  @Test
  void whatAContextReadIsFoundToHaveLedToWhatItAppended() {
    try (Bourn bourn = Bourn.inMemory()) {
      EventStream readings = bourn.stream("readings");
      EventStream orders = bourn.stream("orders");
      EventStream alerts = bourn.stream("alerts");
      readings.append(AppendRequest.of(Value.map("level", 9), Value.map("level", 1)));
      CausalContext inspector = bourn.kernel().newContext();
      read(readings, 0, inspector);
      orders.append(AppendRequest.of(Value.map("text", "inspect")).within(inspector));
      CausalContext dispatcher = bourn.kernel().newContext();
      read(orders, 0, dispatcher);
      alerts.append(AppendRequest.of(Value.map("text", "flood")).within(dispatcher));

      Value causes =
          bourn
              .query(
                  """
                  [:find ?cause :in $alerts $orders $readings
                   :where [$alerts ?alert :text "flood"] (caused-by ?alert ?cause)]\
                  """,
                  alerts,
                  orders,
                  readings)
              .toValue();

      assertThat(causes)
          .isEqualTo(
              new Value.Members(
                  Set.of(Value.list(reference(orders)), Value.list(reference(readings)))));
    }
  }

  @Test
  void whatAForkShares_isTheSameEventInItsParent_toCausesAndQueries() {
    try (Bourn bourn = Bourn.inMemory()) {
      EventStream readings = bourn.stream("readings");
      EventStream alerts = bourn.stream("alerts");
      readings.append(AppendRequest.of(Value.map("level", 9), Value.map("level", 1)));
      EventStream fork = readings.fork(new StreamName("what-if"), 1);
      fork.append(AppendRequest.of(Value.map("level", 7)));
      for (long offset = 0; offset < 2; offset++) {
        CausalContext dispatcher = bourn.kernel().newContext();
        read(fork, offset, dispatcher);
        alerts.append(AppendRequest.of(Value.map("text", offset)).within(dispatcher));
      }
      String levels =
          """
          [:find ?text ?level :in $alerts $readings
           :where [$alerts ?alert :text ?text] (caused-by ?alert ?cause)
                  [$readings ?cause :level ?level]]\
          """;

      assertThat(bourn.query(levels, alerts, fork).toValue())
          .isEqualTo(new Value.Members(Set.of(Value.list(0, 9), Value.list(1, 7))));
      assertThat(bourn.query(levels, alerts, readings).toValue())
          .isEqualTo(new Value.Members(Set.of(Value.list(0, 9))));
    }
  }

  @Test
  void theRowsOfATypedFork_haveTheReferencesOfItsParent() {
    try (Bourn bourn = Bourn.inMemory()) {
      TypedStream<Tick> ticks = bourn.typed("ticks", Tick.class);
      ticks
          .append(Columns.of(ticks.type(), 10).longs("number", LongStream.range(0, 10).toArray()))
          .orThrow();
      EventStream parent = bourn.find("ticks");
      EventStream fork = parent.fork(new StreamName("what-if"), 5);
      fork.append(AppendRequest.of(Value.map("number", 100))).orThrow();
      String query = "[:find ?t ?n :where [?t :number ?n]]";

      assertThat(((Value.Members) bourn.query(query, fork).toValue()).members())
          .hasSize(6)
          .contains(Value.list(parent.reference(4), 4), Value.list(fork.reference(5), 100));
      assertThat(fork.reference(5).incarnation()).isEqualTo(fork.extent().incarnation());
      String join = "[:find (count ?t) . :in $a $b :where [$a ?t :number ?n] [$b ?t :number ?n]]";
      assertThat(bourn.query(join, parent, fork).toValue()).isEqualTo(Value.of(5));
    }
  }

  private static Reference reference(EventStream stream) {
    return new Reference(stream.extent().incarnation(), 0);
  }

  private static void read(EventStream stream, long offset, CausalContext context) {
    try (Reader reader = stream.bound(new bourn.kernel.Bound(offset, offset + 1), context).read()) {
      reader.next();
    }
  }

  @Test
  void rowsBeyondASegmentArePackedBehindTheLogAndReadAsBefore() throws Exception {
    int rows = 2 * ColumnSegments.ROWS + 100;
    try (Bourn bourn = Bourn.open(folder.resolve("ticks"))) {
      TypedStream<Tick> ticks = bourn.typed("ticks", Tick.class);
      ticks
          .append(
              Columns.of(ticks.type(), rows).longs("number", LongStream.range(0, rows).toArray()))
          .orThrow();
    }
    try (Bourn bourn = Bourn.open(folder.resolve("ticks"))) {
      EventStream ticks = bourn.find("ticks");
      assertThat(bourn.segments().pack(ticks)).isEqualTo(2L * ColumnSegments.ROWS);
      assertThat(bourn.query("[:find (sum ?n) . :with ?t :where [?t :number ?n]]", ticks).toValue())
          .isEqualTo(Value.of(rows * (rows - 1L) / 2));
    }
  }

  @Test
  void aFolderThatHoldsSomethingElseIsLeftAlone() throws Exception {
    Files.writeString(folder.resolve("letter.txt"), "dear");

    assertThatThrownBy(() -> Bourn.open(folder))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(folder.toString());
    assertThat(folder.resolve("letter.txt")).hasContent("dear");
  }

  @Test
  void aStreamThatIsNotThereIsNamedWithThoseThatAre() {
    try (Bourn bourn = Bourn.inMemory()) {
      bourn.stream("orders");

      assertThatThrownBy(() -> bourn.find("ordrs"))
          .isInstanceOf(NoSuchElementException.class)
          .hasMessageContaining("ordrs")
          .hasMessageContaining("orders");
    }
  }

  @Test
  void anAttributeThatNoStreamKnowsIsAnErrorWithAGuess() {
    try (Bourn bourn = Bourn.inMemory()) {
      fill(bourn);

      assertThatThrownBy(
              () -> bourn.query("[:find ?n :where [_ :person/nmae ?n]]", bourn.datoms("people")))
          .hasMessageContaining(Keyword.of("person/nmae").toString());
    }
  }

  record Moved(double value, @Nullable String unit) {}

  @Test
  void typeThatWasChanged_isThatOfTheStoreOpenedAgain() {
    Path store = folder.resolve("changed");
    try (Bourn bourn = Bourn.open(store)) {
      EventStream rows = bourn.typed("rows", ProductType.parse("[[:x :f32] [:gone :i8]]"));
      rows.append(AppendRequest.of(Value.map("x", 1.5, "gone", 3))).orThrow();
      bourn
          .types()
          .change(
              rows,
              List.of(
                  new TypeChange.Rename("x", "value"),
                  new TypeChange.Widen("value", FieldType.F64),
                  new TypeChange.Drop("gone"),
                  new TypeChange.Add(Field.of(0, "unit", FieldType.SYMBOL).orNull())));
    }
    for (boolean readOnly : new boolean[] {false, true}) {
      try (Bourn bourn = readOnly ? Bourn.openReadOnly(store) : Bourn.open(store)) {
        TypedStream<Moved> moved = TypedStream.open(bourn.kernel(), "rows", Moved.class);
        List<Moved> read = new ArrayList<>();
        moved.forEach(moved.stream().bound(), read::add);
        assertThat(read).containsExactly(new Moved(1.5, null));
        assertThat(bourn.types().types(moved.stream())).hasSize(2);
        assertThat(bourn.query("[:find ?v . :where [_ :value ?v]]", moved).toValue())
            .isEqualTo(Value.of(1.5));
      }
    }
  }
}
