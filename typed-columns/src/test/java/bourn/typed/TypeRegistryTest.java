package bourn.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.Edn;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TypeRegistryTest {

  record Flight(int delay, float km, @Nullable String note) {}

  record Later(long minutes, double km, @FieldDefault("\"?\"") String gate) {}

  private final Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of);
  private final TypeRegistry types = TypeRegistry.over(kernel);
  private final TypedStream<Flight> flights = TypedStream.open(kernel, "flights", Flight.class);

  @AfterEach
  void close() {
    kernel.close();
  }

  private ProductType change(EventStream stream, String changes) {
    return types.change(stream, Edn.readAll(changes).stream().map(TypeChange::of).toList());
  }

  private static List<Value> events(EventStream stream) {
    List<Value> events = new ArrayList<>();
    try (Reader reader = stream.bound().read()) {
      while (reader.next() == Step.EVENT) {
        events.add(reader.value());
      }
    }
    return events;
  }

  @Test
  void rowsOfBefore_areRowsOfTheTypeOfNow() {
    flights.append(List.of(new Flight(7, 0.5f, "first"))).orThrow();

    change(
        flights.stream(),
        """
        [:widen :delay :i64] [:rename :delay :minutes] [:widen :km :f64] [:drop :note]
        [:add :gate :symbol :default "?"]\
        """);
    TypedStream<Later> later = TypedStream.open(kernel, "flights", Later.class);
    later.append(List.of(new Later(1L << 40, 0.1, "B7"))).orThrow();

    List<Later> read = new ArrayList<>();
    later.forEach(later.stream().bound(), read::add);
    assertThat(read).containsExactly(new Later(7, 0.5, "?"), new Later(1L << 40, 0.1, "B7"));
    assertThat(events(flights.stream()).getFirst())
        .isEqualTo(Value.map("minutes", 7, "km", 0.5, "gate", "?"));
    assertThat(later.table().longs("minutes")).containsExactly(7, 1L << 40);
    assertThat(later.table().doubles("km")).containsExactly(0.5, 0.1);
    assertThat(later.table().texts("gate")).containsExactly("?", "B7");
  }

  @Test
  void whoOpenedItBefore_isToldOfTheTypeOfNow() {
    change(flights.stream(), "[:drop :note]");

    assertThatThrownBy(() -> flights.append(List.of(new Flight(1, 1, null))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("are [[:delay :i32] [:km :f32]] by now");
    assertThatThrownBy(() -> TypedStream.open(kernel, "flights", Flight.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("its type can be changed");
    assertThat(flights.stream().append(AppendRequest.of(Value.map("delay", 1, "note", "x"))))
        .isInstanceOf(Append.Invalid.class);
  }

  @Test
  void idsAreNotGivenAgain_soWhatWasDroppedDoesNotComeBack() {
    flights.append(List.of(new Flight(1, 1, "old"))).orThrow();

    change(flights.stream(), "[:drop :note]");
    ProductType again = change(flights.stream(), "[:add :note :symbol :nullable]");

    assertThat(again.fields().getLast().id()).isEqualTo(3);
    assertThat(events(flights.stream())).containsExactly(Value.map("delay", 1, "km", 1.0));
    assertThat(types.types(flights.stream())).hasSize(3).last().isEqualTo(again);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[:widen :delay :i16]   | field delay: required a type that holds every I32, found I16",
        "[:widen :delay :f64]   | required a type that holds every I32, found F64",
        "[:widen :note :f64]    | required a type that holds every SYMBOL, found F64",
        "[:add :gate :symbol]   | field gate: required that a field that is added is nullable",
        "[:add :km :f32 :nullable] | unique, was again id 3 or name km",
        "[:rename :gate :door]  | a field of [delay, km, note] is expected, was gate",
        "[:drop]                | [:drop name] is required, was [:drop]",
        "[:widen :delay :i65]   | a field's type is one of",
        "[:split :delay]        | is required, was [:split :delay]",
      })
  void changeThatRowsOfBeforeDoNotBear_isRefused(String change, String said) {
    assertThatThrownBy(() -> change(flights.stream(), change))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
    assertThat(kernel.find(new StreamName(TypeRegistry.NAME))).isEmpty();
  }

  @Test
  void typesAreEventsOfAStream_eachWithItsHash_inOrder() {
    flights.append(List.of(new Flight(1, 1, "old"))).orThrow();
    ProductType first = flights.type();
    ProductType second = change(flights.stream(), "[:relax :delay]");

    assertThat(events(kernel.find(new StreamName(TypeRegistry.NAME)).orElseThrow()))
        .containsExactly(
            Value.map(
                "type/stream",
                "flights",
                "type/from",
                1,
                "type/incarnations",
                List.of(1),
                "type/hash",
                first.hash(),
                "type/product",
                first.toValue()),
            Value.map(
                "type/stream",
                "flights",
                "type/from",
                1,
                "type/incarnations",
                List.of(1),
                "type/hash",
                second.hash(),
                "type/product",
                second.toValue()));
  }

  @Test
  void registryReadAnew_tellsStreamsAndTheirForksTheirTypes() {
    flights.append(List.of(new Flight(1, 1, "old"))).orThrow();
    change(flights.stream(), "[:add :a :i8 :nullable]");
    EventStream fork = flights.stream().fork(new StreamName("fork"), 1);
    EventStream late = fork.fork(new StreamName("late"), 1);
    kernel.delete(new StreamName("fork"));
    ProductType now = change(flights.stream(), "[:drop :a] [:add :b :i8 :default 5]");

    for (EventStream stream : List.of(flights.stream(), late)) {
      TypedFormat.of(stream).become(TypedFormat.of(stream).created());
      TypeRegistry again = TypeRegistry.over(kernel);
      assertThat(ProductType.of(stream)).isEqualTo(now);
      assertThat(again.types(stream)).hasSize(3);
    }
    assertThat(events(late))
        .containsExactly(Value.map("delay", 1, "km", 1.0, "note", "old", "b", 5));
  }

  /** Whatever changes come between chunks and segments, rows read as the changes say. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = 61)
  void rowsAndColumnsOfManyTypes_readAlike(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    EventStream stream =
        ProductType.parse("[[:n :i64] [:a :i8] [:s :symbol :nullable]]").open(kernel, "s");
    ColumnSegments segments = ColumnSegments.over(kernel);
    String[] changes = {
      "[:widen :a :i32]", "[:add :d :i16 :default 9]", "[:rename :a :z]", "[:drop :s]",
      "[:relax :z]", "[:add :s :symbol :default \"none\"]", "[:widen :d :i64]", "[:drop :d]"
    };
    long n = append(stream, 0, ColumnSegments.ROWS + random.nextInt(9_000));
    segments.pack(stream);
    for (String change : changes) {
      for (int left = 3; left > 0; left--) {
        n = append(stream, n, 1 + random.nextInt(9_000));
      }
      if (random.nextBoolean()) {
        segments.pack(stream);
      }
      change(stream, change);
    }
    segments.pack(stream);

    List<Value> rows = events(stream);
    TypedTable table = TypedTable.of(stream.bound(), segments);
    assertThat(table.columns()).startsWith("n", "z", "s");
    long[] numbers = table.longs("n");
    long[] small = table.longs("z");
    String[] texts = table.texts("s");
    List<Value> columns = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      assertThat(small[i] == i % 100 && numbers[i] == i).isTrue();
      columns.add(Value.map("n", numbers[i], "z", small[i], "s", texts[i]));
    }
    assertThat(columns).isEqualTo(rows);
    assertThat(table.reduceLongs("z", 0, (sum, z) -> sum + 1)).isEqualTo(n);
  }

  /** Appends rows whose numbers go on from {@code n}; returns the next. */
  private static long append(EventStream stream, long n, int count) {
    String small = ProductType.of(stream).names().contains("a") ? "a" : "z";
    stream
        .append(
            Columns.of(stream, count)
                .longs("n", LongStream.range(n, n + count).toArray())
                .longs(small, LongStream.range(n, n + count).map(i -> i % 100).toArray())
                .request(stream))
        .orThrow();
    return n + count;
  }
}
