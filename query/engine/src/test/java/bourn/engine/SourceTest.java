package bourn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.columns.Restriction;
import bourn.columns.Table;
import bourn.kernel.AppendRequest;
import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.Reference;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import bourn.typed.TypedFormats;
import bourn.typed.TypedStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounded streams of every kind as facts. */
final class SourceTest {

  private static final Keyword NAME = Keyword.of("name");
  private static final Keyword AGE = Keyword.of("age");

  private final Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of);

  @AfterEach
  void close() {
    kernel.close();
  }

  @Test
  void anEventIsTheFactsThatAreItsKeysAndThoseOfItsStamp() {
    EventStream causes = stream("causes", Value.of("first"));
    CausalContext context = kernel.newContext();
    causes.bound(causes.extent().bound(), context).observe();
    EventStream stream = kernel.open(StreamDescriptor.generic("people"));
    stream.append(
        AppendRequest.of(Value.map("name", "Ada", "age", 36, "gone", null), Value.of(7L))
            .within(context));
    Value ada = reference(stream, 0);
    Value seven = reference(stream, 1);
    Value cause = reference(causes, 0);

    List<List<Value>> facts = rows(Sources.generic(stream.bound()).datoms());

    assertThat(facts)
        .contains(
            fact(ada, NAME, Value.of("Ada")),
            fact(ada, AGE, Value.of(36L)),
            fact(ada, Keyword.of("event/offset"), Value.of(0L)),
            fact(ada, Keyword.of("event/cause"), cause),
            fact(seven, Keyword.of("event/value"), Value.of(7L)),
            fact(seven, Keyword.of("event/offset"), Value.of(1L)),
            fact(seven, Keyword.of("event/cause"), cause))
        .hasSize(2 + 4 + 1 + 4);
  }

  @Test
  void aMapWithAKeyThatIsNoAttributeIsAValueToo() {
    Value odd = Value.of(java.util.Map.of("text", 1));
    Value reserved = Value.map("event/offset", 9, "name", "x");
    EventStream stream = stream("odd", odd, reserved);

    List<List<Value>> facts = rows(Sources.generic(stream.bound()).datoms());

    assertThat(facts)
        .contains(
            fact(reference(stream, 0), Keyword.of("event/value"), odd),
            fact(reference(stream, 1), Keyword.of("event/value"), reserved),
            fact(reference(stream, 1), NAME, Value.of("x")),
            fact(reference(stream, 1), Keyword.of("event/offset"), Value.of(1L)))
        .doesNotContain(fact(reference(stream, 1), Keyword.of("event/offset"), Value.of(9L)));
  }

  /** Each restriction gives what filtering all facts gives. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {31, 32})
  void restrictionsAreExact(long seed) {
    EventStream stream = events(seed, 300);
    Source source = Sources.generic(stream.bound(new Bound(20, 280), CausalContext.NONE));
    List<List<Value>> all = rows(source.datoms());
    assertThat(all).isNotEmpty();
    for (Restriction restriction :
        List.of(
            Restriction.equal(Source.ATTRIBUTE, NAME),
            Restriction.equal(Source.ATTRIBUTE, Keyword.of("event/value")),
            Restriction.equal(Source.ATTRIBUTE, Keyword.of("none")),
            Restriction.equal(Source.ENTITY, reference(stream, 40)),
            Restriction.equal(Source.ENTITY, reference(stream, 5)),
            Restriction.equal(Source.ENTITY, new Reference(999, 40)),
            Restriction.equal(Source.ENTITY, Value.of(40L)),
            new Restriction(Source.TRANSACTION, reference(stream, 100), false, null, false),
            new Restriction(Source.VALUE, Value.of(10L), true, Value.of(20L), false),
            new Restriction(Source.ATTRIBUTE, AGE, true, null, false),
            Restriction.equal(Source.ADDED, Value.of(false)))) {
      checkRestricted(source.datoms(), all, List.of(restriction));
      checkRestricted(
          source.datoms(),
          all,
          List.of(Restriction.equal(Source.ATTRIBUTE, Keyword.of("event/offset")), restriction));
    }
  }

  /** What a fork shares has the references that it has in the parent. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {35, 36})
  void theEventsOfAFork_areThoseOfItsParent(long seed) {
    EventStream parent = events(seed, 100);
    EventStream fork = parent.fork(new StreamName("fork"), 60);
    parent.append(AppendRequest.of(Value.map("name", "parent's"))).orThrow();
    fork.append(AppendRequest.of(Value.map("name", "fork's"), Value.of(1))).orThrow();
    Bound shared = new Bound(0, 60);
    Source source = Sources.generic(fork.bound());
    List<List<Value>> all = rows(source.datoms());

    assertThat(all)
        .containsAll(rows(Sources.generic(parent.bound(shared, CausalContext.NONE)).datoms()))
        .contains(fact(reference(fork, 60), NAME, Value.of("fork's")));
    for (Restriction restriction :
        List.of(
            Restriction.equal(Source.ENTITY, reference(parent, 40)),
            Restriction.equal(Source.ENTITY, reference(fork, 40)),
            Restriction.equal(Source.ENTITY, reference(parent, 60)),
            Restriction.equal(Source.ENTITY, reference(fork, 60)),
            new Restriction(Source.ENTITY, reference(parent, 50), true, null, false),
            new Restriction(Source.ENTITY, reference(parent, 55), true, reference(fork, 60), true),
            new Restriction(Source.ENTITY, null, false, reference(parent, 10), false))) {
      checkRestricted(source.datoms(), all, List.of(restriction));
    }
  }

  /** A star of attributes gives what joining their facts gives. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {33, 34})
  void rowsOfAStarAreThoseEventsThatHaveAllAttributes(long seed) {
    EventStream stream = events(seed, 3_000);
    Source source = Sources.generic(stream.bound());
    Keyword offset = Keyword.of("event/offset");
    Table star = source.rows(List.of(NAME, offset, AGE));

    List<List<Value>> expected = new ArrayList<>();
    List<List<Value>> names = attribute(source, NAME);
    for (List<Value> age : attribute(source, AGE)) {
      for (List<Value> name : names) {
        if (name.get(0).equals(age.get(0))) {
          Value at = Value.of(((Reference) age.get(0)).offset());
          expected.add(List.of(age.get(0), name.get(1), at, age.get(1)));
        }
      }
    }
    assertThat(rows(star)).isEqualTo(expected).isNotEmpty();
    checkRestricted(star, expected, List.of(Restriction.equal(2, Value.of(17L))));
    checkRestricted(star, expected, List.of(Restriction.equal(1, Value.of("n3"))));
    assertThat(source.rows(List.of(NAME, Keyword.of("event/cause")))).isNull();
  }

  record Flight(String origin, int delay, @Nullable Double distance) {}

  @Test
  void aTypedRowIsTheFactsThatAreItsFields() {
    TypedStream<Flight> flights = TypedStream.open(kernel, "flights", Flight.class);
    flights.append(
        IntStream.range(0, 3_000)
            .mapToObj(i -> new Flight("A" + i % 3, i % 50, i % 4 == 0 ? null : i / 2.0))
            .toList());
    Source typed = Sources.typed(flights.stream().bound());
    Source generic = Sources.generic(flights.stream().bound());

    List<List<Value>> expected = rows(generic.datoms());
    assertThat(rows(typed.datoms())).containsExactlyInAnyOrderElementsOf(expected);
    for (String name : List.of("origin", "distance", "event/offset", "event/origin")) {
      checkRestricted(
          typed.datoms(), expected, List.of(Restriction.equal(Source.ATTRIBUTE, Keyword.of(name))));
    }
    checkRestricted(
        typed.datoms(),
        expected,
        List.of(Restriction.equal(Source.ENTITY, reference(flights.stream(), 77))));
    List<Keyword> star = List.of(Keyword.of("distance"), Keyword.of("origin"));
    assertThat(rows(typed.rows(star))).isEqualTo(rows(generic.rows(star))).hasSize(2_250);
    assertThat(typed.attribute(Keyword.of("nothing"))).isNull();
    assertThat(typed.strict()).isTrue();
  }

  @Test
  void aCollectionOfTuplesIsFacts() {
    Source source =
        Sources.relation(
            List.of(List.of(Value.of(1L), NAME, Value.of("a")), List.of(Value.of(2L))));

    assertThat(rows(source.datoms()))
        .containsExactly(
            List.of(Value.of(1L), NAME, Value.of("a"), Value.Nil.NIL, Value.of(true)),
            List.of(Value.of(2L), Value.Nil.NIL, Value.Nil.NIL, Value.Nil.NIL, Value.of(true)));
    assertThat(source.attributes()).containsExactly(NAME);
  }

  @Test
  void queryingCountsAsReading() {
    EventStream stream = events(1, 10);
    CausalContext context = kernel.newContext();
    rows(Sources.generic(stream.bound(stream.extent().bound(), context)).datoms());

    assertThat(context.frontier()).containsExactly((Reference) reference(stream, 9));
  }

  private EventStream events(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    EventStream stream = kernel.open(StreamDescriptor.generic("events" + seed));
    for (int i = 0; i < count; i++) {
      Value event =
          switch (random.nextInt(4)) {
            case 0 -> Value.map("name", "n" + random.nextInt(9));
            case 1, 2 -> Value.map("age", random.nextInt(40), "name", "n" + random.nextInt(9));
            default -> Value.of((long) random.nextInt(40));
          };
      stream.append(AppendRequest.of(event));
    }
    return stream;
  }

  private EventStream stream(String name, Value... values) {
    EventStream stream = kernel.open(StreamDescriptor.generic(name));
    stream.append(AppendRequest.of(values));
    return stream;
  }

  private static List<List<Value>> attribute(Source source, Keyword name) {
    Table table = source.datoms();
    return rows(
        new Plan.Scan(
            table,
            List.of(Source.ENTITY, Source.VALUE),
            List.of(Restriction.equal(Source.ATTRIBUTE, name))));
  }

  private static void checkRestricted(
      Table table, List<List<Value>> all, List<Restriction> restrictions) {
    List<Integer> columns = IntStream.range(0, table.columns().size()).boxed().toList();
    List<List<Value>> expected =
        all.stream()
            .filter(row -> restrictions.stream().allMatch(r -> r.admits(row.get(r.column()))))
            .toList();
    assertThat(rows(new Plan.Scan(table, columns, restrictions)))
        .as(restrictions.toString())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static List<List<Value>> rows(Table table) {
    List<Integer> columns = IntStream.range(0, table.columns().size()).boxed().toList();
    return rows(new Plan.Scan(table, columns, List.of()));
  }

  private static List<List<Value>> rows(Plan plan) {
    Result result = Engine.run(plan, Budget.DEFAULT);
    return IntStream.range(0, result.rows()).mapToObj(result::row).toList();
  }

  private static List<Value> fact(Value entity, Value attribute, Value value) {
    return List.of(entity, attribute, value, entity, Value.of(true));
  }

  private static Value reference(EventStream stream, long offset) {
    return new Reference(stream.extent().incarnation(), offset);
  }
}
