package bourn.typed;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Restriction;
import bourn.columns.Table;
import bourn.columns.ValueTest;
import bourn.kernel.AppendRequest;
import bourn.kernel.Bound;
import bourn.kernel.BoundedStream;
import bourn.kernel.CausalContext;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.KeyValue;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A scan gives exactly the rows that reading every event and looking at each would give. */
final class TypedTableTest {

  private static final ProductType TYPE =
      new ProductType(
          List.of(
              Field.of(0, "sequence", FieldType.I64),
              Field.of(1, "small", FieldType.I16).orNull(),
              Field.of(2, "real", FieldType.F64).orNull(),
              Field.of(3, "flag", FieldType.BOOL).orNull(),
              Field.of(4, "at", FieldType.INSTANT).orNull(),
              Field.of(5, "id", FieldType.UUID).orNull(),
              Field.of(6, "name", FieldType.SYMBOL).orNull()));

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void scanOfChunks_givesWhatTheEventsSay(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    try (Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of)) {
      EventStream stream = kernel.open(TYPE.describe("rows"));
      for (int batch = 0; batch < 20; batch++) {
        stream.append(AppendRequest.of(rows(random, 1 + random.nextInt(400))));
      }
      for (int i = 0; i < 40; i++) {
        BoundedStream bounded = stream.bound(bound(random, stream), CausalContext.NONE);
        check(bounded, TypedTable.of(bounded), random);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22})
  void scanOfSegmentsAndOfWhatIsNotPacked_givesWhatTheEventsSay(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    try (Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of)) {
      EventStream stream = kernel.open(TYPE.describe("rows"));
      ColumnSegments segments = ColumnSegments.over(kernel);
      while (stream.extent().tail() < 2 * ColumnSegments.ROWS + 5_000) {
        stream.append(AppendRequest.of(rows(random, 1 + random.nextInt(9_000))));
      }
      assertThat(segments.pack(stream)).isEqualTo(2L * ColumnSegments.ROWS);

      for (int i = 0; i < 12; i++) {
        BoundedStream bounded = stream.bound(bound(random, stream), CausalContext.NONE);
        check(bounded, TypedTable.of(bounded, segments), random);
      }
    }
  }

  /** What was bounded before rows were dropped has them all, and a fork those that it shares. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {31, 32})
  void scanOfRowsDroppedAndShared_givesWhatTheEventsSay(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    try (Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of)) {
      EventStream stream = kernel.open(TYPE.describe("rows"));
      ColumnSegments segments = ColumnSegments.over(kernel);
      List<BoundedStream> held = new ArrayList<>();
      for (int round = 0; round < 8; round++) {
        long until = stream.extent().tail() + random.nextInt(2 * ColumnSegments.ROWS);
        while (stream.extent().tail() < until) {
          stream.append(AppendRequest.of(rows(random, 1 + random.nextInt(9_000))));
        }
        segments.pack(stream);
        held.add(stream.bound(bound(random, stream), CausalContext.NONE));
        EventStream fork =
            stream.fork(new StreamName("fork" + round), bound(random, stream).from());
        fork.append(AppendRequest.of(rows(random, 1 + random.nextInt(200))));
        segments.pack(fork);
        check(fork.bound(), TypedTable.of(fork.bound(), segments), random);
        stream.trim(bound(random, stream).from());
        segments.pack(stream);
        check(stream.bound(), TypedTable.of(stream.bound(), segments), random);
        for (BoundedStream bounded : held) {
          check(bounded, TypedTable.of(bounded, segments), random);
        }
      }
      for (int time = 0; time < 2; time++) {
        stream.append(AppendRequest.of(rows(random, 2 * ColumnSegments.ROWS)));
        segments.pack(stream);
        stream.trim(stream.extent().tail());
        segments.pack(stream);
      }
      assertThat(segmentEntries(kernel)).isBetween(1, 40);
    }
  }

  private static int segmentEntries(Kernel kernel) {
    int count = 0;
    try (KeyValue.Entries entries =
        kernel
            .derived()
            .scan(KeyValue.Family.SEGMENTS, new byte[8], new byte[] {0, 0, 0, 0, 0, 0, 0, 2})) {
      while (entries.next()) {
        count++;
      }
    }
    return count;
  }

  @Test
  void packing_isTakenUpWhereItEnded_andCanBeForgotten() {
    SplittableRandom random = new SplittableRandom(31);
    try (Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of)) {
      EventStream stream = kernel.open(TYPE.describe("rows"));
      ColumnSegments segments = ColumnSegments.over(kernel);
      assertThat(segments.pack(stream)).isZero();
      stream.append(AppendRequest.of(rows(random, ColumnSegments.ROWS)));
      assertThat(segments.pack(stream)).isEqualTo(ColumnSegments.ROWS);
      assertThat(ColumnSegments.over(kernel).pack(stream)).isEqualTo(ColumnSegments.ROWS);

      long[] before = TypedTable.of(stream.bound(), segments).longs("sequence");
      segments.forget(stream);
      assertThat(TypedTable.of(stream.bound(), segments).longs("sequence")).isEqualTo(before);
      assertThat(segments.pack(stream)).isEqualTo(ColumnSegments.ROWS);
    }
  }

  @Test
  void estimates_followTheEndsOfPackedColumns() {
    try (Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of)) {
      EventStream stream = kernel.open(TYPE.describe("rows"));
      stream.append(AppendRequest.of(rows(new SplittableRandom(51), ColumnSegments.ROWS)));
      ColumnSegments segments = ColumnSegments.over(kernel);
      segments.pack(stream);
      TypedTable table = TypedTable.of(stream.bound(), segments);
      long most = ColumnSegments.ROWS;

      Restriction quarter = new Restriction(0, Value.of(most / 4), true, Value.of(most / 2), false);
      assertThat(table.estimate(List.of(quarter))).isBetween(most / 4, most / 4 + 1);
      assertThat(table.estimate(List.of(Restriction.equal(0, Value.of(7))))).isEqualTo(1);
      assertThat(table.estimate(List.of(Restriction.equal(0, Value.of(-7))))).isZero();
      assertThat(table.distinct(0, List.of())).isEqualTo((double) most);
      assertThat(table.distinct(1, List.of())).isEqualTo(40.0);
      assertThat(table.distinct(6, List.of())).isZero();
    }
  }

  @Test
  void scanThatIsToldNoMore_stops() {
    try (Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of)) {
      EventStream stream = kernel.open(TYPE.describe("rows"));
      for (int i = 0; i < 5; i++) {
        stream.append(AppendRequest.of(rows(new SplittableRandom(41), 10)));
      }
      int[] batches = {0};
      TypedTable.of(stream.bound())
          .scan(new int[] {0}, List.of(), new Codes(), batch -> ++batches[0] < 2);
      assertThat(batches[0]).isEqualTo(2);
    }
  }

  private static Bound bound(SplittableRandom random, EventStream stream) {
    long earliest = stream.extent().earliest();
    long tail = stream.extent().tail();
    long from = random.nextInt(3) == 0 ? earliest : random.nextLong(earliest, tail + 1);
    return new Bound(from, random.nextInt(3) == 0 ? tail : from + random.nextLong(tail - from + 1));
  }

  private static void check(BoundedStream bounded, TypedTable table, SplittableRandom random) {
    int[] columns = random.ints(1 + random.nextInt(8), 0, table.columns().size()).toArray();
    List<Restriction> restrictions = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      restrictions.add(restriction(random, random.nextInt(table.columns().size()), bounded));
    }
    assertThat(scan(table, columns, restrictions))
        .as("%s of %s where %s", columns, bounded.bound(), restrictions)
        .isEqualTo(expected(bounded, columns, restrictions, row -> true));
    checkTested(bounded, table, columns, restrictions, random);
    checkSought(bounded, table, columns, restrictions, random);
  }

  private static void checkTested(
      BoundedStream bounded,
      TypedTable table,
      int[] columns,
      List<Restriction> restrictions,
      SplittableRandom random) {
    int column = 5 + random.nextInt(2);
    int bit = 1 << random.nextInt(3);
    Predicate<Value> admits = value -> (value.hashCode() & bit) != 0;
    Table tested = table.tested(new ValueTest(column, admits, "odd"));
    assertThat(scan(Objects.requireNonNull(tested), columns, restrictions))
        .as("%s of %s where %s, tested %s", columns, bounded.bound(), restrictions, column)
        .isEqualTo(expected(bounded, columns, restrictions, row -> admits.test(row.get(column))));
    assertThat(table.tested(new ValueTest(1, admits, "odd"))).isNull();
  }

  /** Keys that lie close together, and keys that do not. */
  private static void checkSought(
      BoundedStream bounded,
      TypedTable table,
      int[] columns,
      List<Restriction> restrictions,
      SplittableRandom random) {
    int column = new int[] {0, 1, 7}[random.nextInt(3)];
    long spread = random.nextBoolean() ? 1 : 1L << 40;
    long[] keys =
        random
            .longs(1 + random.nextInt(20), -5, 9_000)
            .map(key -> key % 3 == 0 ? key * spread : key + bounded.bound().from())
            .sorted()
            .distinct()
            .toArray();
    List<List<Value>> found = new ArrayList<>();
    Codes codes = new Codes();
    table.seek(
        column, keys, columns, restrictions, codes, batch -> found.addAll(rows(batch, codes)));
    assertThat(found)
        .as("%s of %s where %s, sought %s", columns, bounded.bound(), restrictions, column)
        .isEqualTo(
            expected(
                bounded,
                columns,
                restrictions,
                row ->
                    row.get(column) instanceof Value.Int(long word)
                        && Arrays.binarySearch(keys, word) >= 0));
  }

  private static Restriction restriction(
      SplittableRandom random, int column, BoundedStream bounded) {
    Value from = value(random, column, bounded);
    if (random.nextInt(3) == 0) {
      return Restriction.equal(column, from);
    }
    return new Restriction(
        column,
        random.nextBoolean() ? from : null,
        random.nextBoolean(),
        random.nextBoolean() ? value(random, column, bounded) : null,
        random.nextBoolean());
  }

  private static Value value(SplittableRandom random, int column, BoundedStream bounded) {
    if (random.nextInt(8) == 0) {
      return random.nextBoolean() ? Value.of(0.5) : Value.of("n3");
    }
    return switch (column) {
      case 0, 7 -> Value.of(bounded.bound().from() + random.nextInt(3_000));
      case 9 -> Value.of(random.nextInt(10));
      case 8 -> new Value.Time(System.currentTimeMillis() * 1_000 - random.nextInt(5_000_000));
      case 10 -> bounded.stream().reference(random.nextLong(bounded.bound().until() + 1));
      default -> cell(random, column);
    };
  }

  private static List<List<Value>> scan(
      Table table, int[] columns, List<Restriction> restrictions) {
    Codes codes = new Codes();
    List<List<Value>> rows = new ArrayList<>();
    table.scan(columns, restrictions, codes, batch -> rows.addAll(rows(batch, codes)));
    return rows;
  }

  private static List<List<Value>> rows(Batch batch, Codes codes) {
    assertThat(batch.count()).isBetween(1, Batch.MOST_ROWS);
    List<List<Value>> rows = new ArrayList<>();
    for (int i = 0; i < batch.count(); i++) {
      List<Value> row = new ArrayList<>();
      for (var column : batch.columns()) {
        row.add(column.value(batch.row(i), codes));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<List<Value>> expected(
      BoundedStream bounded,
      int[] columns,
      List<Restriction> restrictions,
      Predicate<List<Value>> also) {
    List<List<Value>> rows = new ArrayList<>();
    try (Reader reader = bounded.read()) {
      while (reader.next() == Step.EVENT) {
        List<Value> row = new ArrayList<>();
        Value.Entries event = (Value.Entries) reader.value();
        for (Field field : TYPE.fields()) {
          Value value = event.get(field.key());
          row.add(value == null ? Value.Nil.NIL : value);
        }
        row.add(Value.of(reader.offset()));
        row.add(new Value.Time(reader.stamp().epochMillis() * 1_000));
        row.add(Value.of(reader.stamp().origin()));
        row.add(bounded.stream().reference(reader.offset()));
        if (also.test(row) && restrictions.stream().allMatch(r -> admits(r, row.get(r.column())))) {
          rows.add(Arrays.stream(columns).mapToObj(row::get).toList());
        }
      }
    }
    return rows;
  }

  private static boolean admits(Restriction restriction, Value value) {
    return !(value instanceof Value.Nil) && restriction.admits(value);
  }

  private long sequence;

  private List<Value> rows(SplittableRandom random, int count) {
    List<Value> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Object> row = new ArrayList<>(List.of("sequence", sequence++));
      for (int column = 1; column < TYPE.fields().size(); column++) {
        if (random.nextInt(5) != 0) {
          row.add(TYPE.fields().get(column).name());
          row.add(cell(random, column));
        }
      }
      rows.add(Value.map(row.toArray()));
    }
    return rows;
  }

  private static Value cell(SplittableRandom random, int column) {
    return switch (column) {
      case 1 -> Value.of(random.nextInt(-20, 20));
      case 2 -> Value.of(random.nextInt(9) == 0 ? Double.NaN : random.nextInt(-9, 9) / 4.0);
      case 3 -> Value.of(random.nextBoolean());
      case 4 -> new Value.Time(random.nextInt(1_000));
      case 5 -> Value.of(new UUID(0, random.nextInt(50)));
      case 6 -> Value.of("n" + random.nextInt(12));
      default -> throw new IllegalArgumentException("column " + column);
    };
  }
}
