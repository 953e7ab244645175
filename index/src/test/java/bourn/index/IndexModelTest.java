package bourn.index;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.columns.Restriction;
import bourn.datoms.Attribute;
import bourn.datoms.EntityIds;
import bourn.datoms.Meta;
import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index says what a plain list of all datoms says, in every order, at every time. */
final class IndexModelTest {

  private static final Keyword CODE = Keyword.of("code");
  private static final Comparator<Model.Row> BY_TIME =
      Comparator.comparingLong(Model.Row::tx).thenComparing(Model.Row::added);
  private static final Comparator<Model.Row> EAVT =
      Comparator.comparingLong(Model.Row::entity)
          .thenComparingLong(Model.Row::attribute)
          .thenComparing(Model.Row::value)
          .thenComparing(BY_TIME);
  private static final Comparator<Model.Row> AEVT =
      Comparator.comparingLong(Model.Row::attribute)
          .thenComparingLong(Model.Row::entity)
          .thenComparing(Model.Row::value)
          .thenComparing(BY_TIME);
  private static final Comparator<Model.Row> AVET =
      Comparator.comparingLong(Model.Row::attribute)
          .thenComparing(Model.Row::value)
          .thenComparingLong(Model.Row::entity)
          .thenComparing(BY_TIME);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyScan_saysWhatTheModelSays(long seed) {
    Model model = new Model();
    RandomTransactions transactions = new RandomTransactions(seed, model, 12);
    try (Kernel kernel = HeapKernel.open(Environment.system())) {
      try (DatomStream stream = open(kernel)) {
        transactions.declare(stream);
        for (int round = 0; round < 4; round++) {
          transactions.run(stream, 40);
          compare(stream, model, transactions);
          if (round % 2 == 1) {
            stream.settle();
            compare(stream, model, transactions);
          }
        }
      }
      try (DatomStream again = open(kernel)) {
        compare(again, model, transactions);
        transactions.run(again, 40);
        compare(again, model, transactions);
      }
    }
  }

  /** Opens a stream whose segments are so small that facts lie in many of them. */
  private static DatomStream open(Kernel kernel) {
    return IndexedStream.open(kernel, "random", new Limits(8, 200, 200));
  }

  static void compare(DatomStream stream, Model model, RandomTransactions transactions) {
    long tail = stream.stream().extent().tail();
    SplittableRandom random = transactions.random();
    compareHolders(stream, model, tail);
    for (int i = 0; i < 6; i++) {
      long until = i == 0 ? tail : random.nextLong(tail + 1);
      long from = i < 3 ? 0 : random.nextLong(until + 1);
      Database database = stream.db(new Bound(from, until), CausalContext.NONE);
      compare(database, model.holding(from, until), transactions);
      compare(database.history(), model.history(from, until), transactions);
      compareFiltered(database, model.holding(from, until), transactions);
      compareFiltered(database.history(), model.history(from, until), transactions);
    }
  }

  /** Compares who has the values of a unique attribute, some of which nobody ever had. */
  private static void compareHolders(DatomStream stream, Model model, long tail) {
    Database now = stream.db(new Bound(0, tail), CausalContext.NONE);
    long code = Objects.requireNonNull(now.attribute(CODE)).id();
    for (int i = 0; i < 40; i++) {
      Value value = Value.of("c" + i);
      Long holder =
          model.holding(0, tail).stream()
              .filter(row -> row.attribute() == code && row.value().equals(value))
              .map(Model.Row::entity)
              .findAny()
              .orElse(null);
      assertThat(now.entity(Value.list(CODE, value))).as("who has %s", value).isEqualTo(holder);
    }
  }

  private static void compareFiltered(
      Database database, List<Model.Row> expected, RandomTransactions transactions) {
    long salt = transactions.random().nextLong();
    Predicate<Model.Row> seen = row -> Objects.hash(salt, row) % 2 == 0;
    compare(
        database
            .filter((all, datom) -> all.equals(database))
            .filter((all, datom) -> seen.test(Model.Row.of(datom))),
        expected.stream().filter(seen).toList(),
        transactions);
  }

  private static void compare(
      Database database, List<Model.Row> expected, RandomTransactions transactions) {
    check(database, expected, row -> true, EAVT);
    SplittableRandom random = transactions.random();
    for (DatomOrder order : DatomOrder.values()) {
      for (int depth = 0; depth < 4 && !expected.isEmpty(); depth++) {
        compareWalks(database, expected, order, depth, random);
      }
    }
    for (int i = 0; i < 4; i++) {
      long entity = EntityIds.FIRST_USER + 100 + random.nextInt(12);
      check(
          database,
          expected,
          row -> row.entity() == entity,
          EAVT,
          Restriction.equal(0, Value.of(entity)));
      compareValues(database, expected, transactions.any(), entity);
    }
    for (Attribute attribute : database.attributes()) {
      compareAttribute(database, expected, attribute, random);
    }
  }

  /** Compares walks from a random place, which need not be that of a datom. */
  private static void compareWalks(
      Database database,
      List<Model.Row> expected,
      DatomOrder order,
      int depth,
      SplittableRandom random) {
    List<Model.Row> rows =
        expected.stream()
            .filter(row -> order != DatomOrder.VAET || refers(database, row))
            .sorted(comparator(order, 4))
            .toList();
    if (rows.isEmpty()) {
      return;
    }
    Model.Row one = rows.get(random.nextInt(rows.size()));
    long entity = random.nextBoolean() ? one.entity() : one.entity() + 1;
    Model.Row place = new Model.Row(entity, one.attribute(), one.value(), 0, true, 0);
    Value[] components = components(place, order, depth);
    Comparator<Model.Row> parts = comparator(order, depth);
    String what = order + " " + List.of(components);

    assertThat(rows(database.datoms(order, components)))
        .as(what)
        .containsExactlyElementsOf(
            rows.stream().filter(row -> parts.compare(row, place) == 0).toList());
    assertThat(rows(database.seek(order, components)))
        .as("from %s", what)
        .containsExactlyElementsOf(
            rows.stream().filter(row -> parts.compare(row, place) >= 0).toList());
    assertThat(rows(database.reverseSeek(order, components)))
        .as("back from %s", what)
        .containsExactlyElementsOf(
            rows.stream().filter(row -> parts.compare(row, place) <= 0).toList().reversed());
  }

  private static boolean refers(Database database, Model.Row row) {
    Attribute attribute = database.attribute(row.attribute());
    return attribute != null && attribute.isReference();
  }

  private static List<Model.Row> rows(Datoms datoms) {
    return datoms.stream().map(Model.Row::of).toList();
  }

  private static Value[] components(Model.Row row, DatomOrder order, int depth) {
    Value entity = Value.of(row.entity());
    Value attribute = Value.of(row.attribute());
    Value[] all =
        switch (order) {
          case EAVT -> new Value[] {entity, attribute, row.value()};
          case AEVT -> new Value[] {attribute, entity, row.value()};
          case AVET -> new Value[] {attribute, row.value(), entity};
          case VAET -> new Value[] {row.value(), attribute, entity};
        };
    return Arrays.copyOf(all, depth);
  }

  /** Compares the first {@code depth} parts, all with time if that is 4. */
  private static Comparator<Model.Row> comparator(DatomOrder order, int depth) {
    Comparator<Model.Row> entity = Comparator.comparingLong(Model.Row::entity);
    Comparator<Model.Row> attribute = Comparator.comparingLong(Model.Row::attribute);
    Comparator<Model.Row> value = Comparator.comparing(Model.Row::value);
    List<Comparator<Model.Row>> all =
        switch (order) {
          case EAVT -> List.of(entity, attribute, value, BY_TIME);
          case AEVT -> List.of(attribute, entity, value, BY_TIME);
          case AVET -> List.of(attribute, value, entity, BY_TIME);
          case VAET -> List.of(value, attribute, entity, BY_TIME);
        };
    return all.subList(0, depth).stream()
        .reduce((_, _) -> 0, (left, right) -> left.thenComparing(right));
  }

  private static void compareValues(
      Database database, List<Model.Row> expected, Value value, long entity) {
    assertThat(Reads.rows(database, Restriction.equal(2, value)))
        .as("value %s", value)
        .containsExactlyInAnyOrderElementsOf(
            Model.matching(expected, row -> row.value().equals(value), AVET));
    assertThat(Reads.rows(database, Restriction.equal(2, Value.of(entity))))
        .as("value %s", entity)
        .containsExactlyInAnyOrderElementsOf(
            Model.matching(expected, row -> row.value().equals(Value.of(entity)), AVET));
  }

  private static void compareAttribute(
      Database database, List<Model.Row> expected, Attribute attribute, SplittableRandom random) {
    Restriction same = Restriction.equal(1, Value.of(attribute.id()));
    List<Model.Row> all = Model.matching(expected, row -> row.attribute() == attribute.id(), AEVT);
    check(database, all, row -> true, AEVT, same);
    if (all.isEmpty()) {
      return;
    }
    Model.Row some = all.get(random.nextInt(all.size()));
    Model.Row other = all.get(random.nextInt(all.size()));
    check(
        database,
        all,
        row -> row.value().equals(some.value()),
        AVET,
        same,
        Restriction.equal(2, some.value()));
    check(
        database,
        all,
        row -> row.value().equals(some.value()) && row.entity() == some.entity(),
        EAVT,
        same,
        Restriction.equal(0, Value.of(some.entity())),
        Restriction.equal(2, some.value()));
    Restriction range =
        new Restriction(2, some.value(), random.nextBoolean(), other.value(), random.nextBoolean());
    check(database, all, row -> range.admits(row.value()), AVET, same, range);
    Restriction entities =
        new Restriction(
            0,
            Value.of(some.entity()),
            random.nextBoolean(),
            random.nextBoolean() ? null : Value.of(other.entity()),
            random.nextBoolean());
    check(database, all, row -> entities.admits(Value.of(row.entity())), AEVT, same, entities);
    check(
        database,
        all,
        row -> row.tx() == some.tx() && row.added() == some.added(),
        AEVT,
        same,
        Restriction.equal(3, Value.of(some.tx())),
        Restriction.equal(4, Value.of(some.added())));
    check(
        database,
        all,
        row -> Meta.entity(row.meta()) == Meta.entity(some.meta()),
        AEVT,
        same,
        Restriction.equal(5, Value.of(Meta.entity(some.meta()))));
    check(
        database,
        all,
        row -> Meta.derived(row.meta()),
        AEVT,
        same,
        Restriction.equal(6, Value.of(true)));
    if (!database.isHistory()) {
      assertThat(database.values(some.entity(), attribute.id()))
          .containsExactlyElementsOf(
              Model.matching(all, row -> row.entity() == some.entity(), AEVT).stream()
                  .map(Model.Row::value)
                  .toList());
    }
  }

  private static void check(
      Database database,
      List<Model.Row> rows,
      Predicate<Model.Row> condition,
      Comparator<Model.Row> order,
      Restriction... restrictions) {
    assertThat(Reads.rows(database, restrictions))
        .as("%s %s", database, List.of(restrictions))
        .containsExactlyElementsOf(Model.matching(rows, condition, order));
  }
}
