package bourn.index;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.datoms.Attribute;
import bourn.datoms.Datom;
import bourn.kernel.Edn;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of entities have what a walk over all datoms finds, whatever is asked for. */
final class StarTableTest {

  private static final List<String> NAMES = List.of("number", "text", "mixed");
  private static final int ENTITIES = 600;
  private static final int ROUNDS = 5;
  private static final int SCANS = 25;

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("bourn.seeds", 5));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void rows_areWhatAWalkFinds(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream =
            IndexedStream.open(kernel, "rows", new Limits(64, 1_000_000, 1_000_000))) {
      stream.transact(
          Edn.readAll(
              """
              {:db/ident :number :db/cardinality :db.cardinality/one}
              {:db/ident :text :db/cardinality :db.cardinality/one}
              {:db/ident :mixed :db/cardinality :db.cardinality/one}\
              """));
      for (int round = 0; round < ROUNDS; round++) {
        stream.transact(forms(random, round == 0 ? 1 : 1 + random.nextInt(30)));
        if (random.nextBoolean()) {
          stream.settle();
        }
        for (Database database : databases(stream, random)) {
          for (int i = 0; i < SCANS; i++) {
            compare(database, random);
            seek(database, random);
            seekDatoms(database, random);
            order(database, random);
          }
        }
      }
    }
  }

  private static List<Value> forms(SplittableRandom random, int every) {
    int gap = 1 + random.nextInt(3);
    List<Value> forms = new ArrayList<>();
    for (int i = 0; i < ENTITIES; i++) {
      if (random.nextInt(every) == 0) {
        long entity = 1_000 + (long) i * gap;
        for (String name : NAMES) {
          if (random.nextInt(5) > 0) {
            forms.add(
                Value.list(Keyword.of("db/add"), entity, Keyword.of(name), value(name, random)));
          }
        }
      }
    }
    return forms;
  }

  private static Value value(String name, SplittableRandom random) {
    int number = random.nextInt(40);
    return switch (name) {
      case "number" -> Value.of(number);
      case "text" -> Value.of("t" + number);
      default ->
          number % 3 == 0
              ? Value.of(number)
              : number % 3 == 1 ? Value.of(number / 2.0) : Value.of("m" + number);
    };
  }

  private static List<Database> databases(DatomStream stream, SplittableRandom random) {
    Database now = stream.db();
    long t = random.nextLong(now.basis() + 1);
    return List.of(
        now,
        now.asOf(t),
        now.since(t),
        now.filter((database, datom) -> datom.entity() % 3 != 0),
        now.with(Edn.readAll("[:db/add 1000 :number 5] [:db/add 1003 :text \"t9\"]")).after());
  }

  private static void compare(Database database, SplittableRandom random) {
    List<Attribute> attributes = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      String name = NAMES.get(random.nextInt(NAMES.size()));
      Attribute attribute = database.attribute(Keyword.of(name));
      if (attribute == null) {
        return;
      }
      attributes.add(attribute);
    }
    List<Restriction> restrictions = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      restrictions.add(restriction(attributes, random));
    }
    int[] columns = random.ints(random.nextInt(4), 0, attributes.size() + 1).toArray();
    assertThat(scanned(database.rows(attributes), columns, restrictions))
        .as("%s %s %s", database, attributes, restrictions)
        .containsExactlyInAnyOrderElementsOf(walked(database, attributes, columns, restrictions));
  }

  private static void seek(Database database, SplittableRandom random) {
    Attribute number = database.attribute(Keyword.of("number"));
    Attribute mixed = database.attribute(Keyword.of("mixed"));
    if (number == null || mixed == null) {
      return;
    }
    List<Attribute> attributes = List.of(number, mixed);
    List<Restriction> restrictions = List.of(restriction(attributes, random));
    int column = random.nextInt(3);
    int[] columns = {0, 2, 1};
    long[] keys =
        random
            .longs(random.nextInt(20), column == 0 ? 1_000 : 0, column == 0 ? 2_000 : 40)
            .sorted()
            .distinct()
            .toArray();
    List<List<Value>> expected = new ArrayList<>();
    for (List<Value> row : walked(database, attributes, new int[] {0, 1, 2}, restrictions)) {
      if (row.get(column) instanceof Value.Int(long key) && Arrays.binarySearch(keys, key) >= 0) {
        expected.add(List.of(row.get(0), row.get(2), row.get(1)));
      }
    }
    Codes codes = new Codes();
    List<List<Value>> rows = new ArrayList<>();
    database
        .rows(attributes)
        .seek(column, keys, columns, restrictions, codes, collecting(codes, rows));
    assertThat(rows).as("%s %s in %s", database, restrictions, keys).isEqualTo(expected);
  }

  private static void seekDatoms(Database database, SplittableRandom random) {
    Attribute number = database.attribute(Keyword.of("number"));
    if (number == null) {
      return;
    }
    Restriction ofNumber = Restriction.equal(Conditions.ATTRIBUTE, Value.of(number.id()));
    Restriction other = Restriction.equal(Conditions.ENTITY, Value.of(1_000 + random.nextInt(9)));
    List<Restriction> restrictions = random.nextBoolean() ? List.of(ofNumber) : List.of(other);
    int column = random.nextBoolean() ? Conditions.ENTITY : Conditions.VALUE;
    long[] keys = column == Conditions.VALUE ? new long[] {3, 5, 8} : new long[] {1_000, 1_004};
    int[] columns = {0, 1, 2, 3};
    Codes codes = new Codes();
    List<List<Value>> rows = new ArrayList<>();
    database.datoms().seek(column, keys, columns, restrictions, codes, collecting(codes, rows));
    List<List<Value>> expected = scanned(database.datoms(), columns, restrictions);
    expected.removeIf(
        row ->
            !(row.get(column) instanceof Value.Int(long key))
                || Arrays.binarySearch(keys, key) < 0);
    assertThat(rows)
        .as("%s %s in %s", database, restrictions, keys)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static void order(Database database, SplittableRandom random) {
    List<Attribute> attributes = new ArrayList<>();
    for (String name : NAMES) {
      Attribute attribute = database.attribute(Keyword.of(name));
      if (attribute == null) {
        return;
      }
      if (attributes.isEmpty() || random.nextBoolean()) {
        attributes.add(attribute);
      }
    }
    List<Restriction> restrictions =
        random.nextBoolean() ? List.of() : List.of(restriction(attributes, random));
    int column = 1 + random.nextInt(attributes.size());
    int[] columns = random.nextBoolean() ? new int[] {column, 0} : new int[] {column, 1, 0};
    assertOrdered(database.rows(attributes), column, columns, restrictions, random);
    Restriction ofAttribute =
        Restriction.equal(Conditions.ATTRIBUTE, Value.of(attributes.getLast().id()));
    Restriction ofEntity =
        new Restriction(Conditions.ENTITY, Value.of(1_000 + random.nextInt(900)), true, null, true);
    List<Restriction> ofFacts =
        random.nextBoolean() ? List.of(ofAttribute) : List.of(ofEntity, ofAttribute);
    int[] ofDatoms = {Conditions.VALUE, 0, 1, 3, 4, 5, 6};
    assertOrdered(database.datoms(), Conditions.VALUE, ofDatoms, ofFacts, random);
    assertOrdered(database.history().datoms(), Conditions.VALUE, ofDatoms, ofFacts, random);
  }

  private static void assertOrdered(
      Table table,
      int column,
      int[] columns,
      List<Restriction> restrictions,
      SplittableRandom random) {
    List<List<Value>> all = scanned(table, columns, restrictions);
    boolean descending = random.nextBoolean();
    Codes codes = new Codes();
    List<List<Value>> rows = new ArrayList<>();
    boolean ended =
        table.scanOrdered(
            column,
            descending,
            Long.MAX_VALUE,
            columns,
            restrictions,
            codes,
            collecting(codes, rows));
    assertThat(ended).isTrue();
    assertThat(rows).containsExactlyInAnyOrderElementsOf(all);
    Comparator<Value> order = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
    assertThat(rows.stream().map(List::getFirst).toList()).isSortedAccordingTo(order);
    List<List<Value>> few = new ArrayList<>();
    boolean endedToo =
        table.scanOrdered(
            column, descending, 64, columns, restrictions, codes, collecting(codes, few));
    assertThat(few).isEqualTo(rows.subList(0, few.size()));
    assertThat(endedToo ? few : rows).as("what ended is all").hasSameSizeAs(rows);
  }

  private static Restriction restriction(List<Attribute> attributes, SplittableRandom random) {
    int column = random.nextInt(attributes.size() + 1);
    Value from = bound(attributes, column, random);
    return switch (random.nextInt(4)) {
      case 0 -> Restriction.equal(column, from);
      case 1 -> new Restriction(column, from, random.nextBoolean(), null, true);
      case 2 -> new Restriction(column, null, true, from, random.nextBoolean());
      default ->
          new Restriction(
              column,
              from,
              random.nextBoolean(),
              bound(attributes, column, random),
              random.nextBoolean());
    };
  }

  private static Value bound(List<Attribute> attributes, int column, SplittableRandom random) {
    return column == 0
        ? Value.of(1_000 + random.nextInt(2 * ENTITIES))
        : value(attributes.get(column - 1).ident().name(), random);
  }

  private static List<List<Value>> scanned(
      Table table, int[] columns, List<Restriction> restrictions) {
    List<List<Value>> rows = new ArrayList<>();
    Codes codes = new Codes();
    table.scan(columns, restrictions, codes, collecting(codes, rows));
    return rows;
  }

  private static Sink collecting(Codes codes, List<List<Value>> rows) {
    return batch -> {
      for (int i = 0; i < batch.count(); i++) {
        List<Value> row = new ArrayList<>();
        for (Column column : batch.columns()) {
          row.add(column.value(batch.row(i), codes));
        }
        rows.add(row);
      }
      return true;
    };
  }

  private static List<List<Value>> walked(
      Database database, List<Attribute> attributes, int[] columns, List<Restriction> asked) {
    Map<Long, Map<Long, Value>> entities = new TreeMap<>();
    for (Datom datom : database.datoms(DatomOrder.EAVT)) {
      entities
          .computeIfAbsent(datom.entity(), e -> new HashMap<>())
          .put(datom.attribute(), datom.value());
    }
    List<List<Value>> rows = new ArrayList<>();
    entities.forEach(
        (entity, values) -> {
          List<Value> row = new ArrayList<>(List.of(Value.of(entity)));
          attributes.forEach(attribute -> row.add(values.get(attribute.id())));
          if (row.stream().allMatch(Objects::nonNull)
              && asked.stream().allMatch(r -> r.admits(row.get(r.column())))) {
            List<Value> chosen = new ArrayList<>();
            for (int column : columns) {
              chosen.add(row.get(column));
            }
            rows.add(chosen);
          }
        });
    return rows;
  }
}
