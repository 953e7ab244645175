package bourn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each function gives, its corner cases among them. */
final class FunctionTest {

  private static final long MAX = Long.MAX_VALUE;
  private static final long MIN = Long.MIN_VALUE;
  private static final Instant NOON = Instant.parse("2026-11-21T12:34:56.789Z");

  @Test
  void identityTellsNumbersOfDifferentTypesApart() {
    assertThat(call("=", 1, 1)).isEqualTo(Value.of(true));
    assertThat(call("=", 1, 1.0)).isEqualTo(Value.of(false));
    assertThat(call("=", null, null)).isEqualTo(Value.of(true));
    assertThat(call("=", 0.0, -0.0)).isEqualTo(Value.of(true));
    assertThat(call("=", Double.NaN, Double.NaN)).isEqualTo(Value.of(true));
    assertThat(call("=", 1, 1, 2)).isEqualTo(Value.of(false));
    assertThat(call("not=", 1, 1, 2)).isEqualTo(Value.of(true));
    assertThat(call("not=", 1, 1.0)).isEqualTo(Value.of(true));
    assertThat(call("not=", "a", "a")).isEqualTo(Value.of(false));
  }

  @Test
  void orderComparesNumbersByMagnitude() {
    assertThat(call("==", 1, 1.0)).isEqualTo(Value.of(true));
    assertThat(call("==", 1, new BigDecimal("1.00"))).isEqualTo(Value.of(true));
    assertThat(call("<", 1, 1.0)).isEqualTo(Value.of(false));
    assertThat(call("<=", 1, 1.0)).isEqualTo(Value.of(true));
    assertThat(call("<", MAX, (double) MAX)).isEqualTo(Value.of(true));
    assertThat(call(">", MAX, (double) MAX)).isEqualTo(Value.of(false));
    assertThat(call("<", 9007199254740993L, 9007199254740992.0)).isEqualTo(Value.of(false));
    assertThat(call(">", 9007199254740993L, 9007199254740992.0)).isEqualTo(Value.of(true));
    assertThat(call("<", MAX, BigInteger.TWO.pow(70))).isEqualTo(Value.of(true));
    assertThat(call("<", MAX, Double.POSITIVE_INFINITY)).isEqualTo(Value.of(true));
    assertThat(call("<", MIN, Double.NEGATIVE_INFINITY)).isEqualTo(Value.of(false));
    assertThat(call("<", 1, Double.NaN)).isEqualTo(Value.of(true));
    assertThat(call("<", 1, 2, 3)).isEqualTo(Value.of(true));
    assertThat(call("<", 1, 3, 2)).isEqualTo(Value.of(false));
    assertThat(call("<", 1, null)).isEqualTo(Value.Nil.NIL);
    assertThat(call("<", "a", "b")).isEqualTo(Value.of(true));
    assertThat(call("not==", 1, 1.0)).isEqualTo(Value.of(false));
  }

  @Test
  void integersPromoteOrOverflowAsAsked() {
    assertThat(call("+", MAX, 1)).isEqualTo(Value.of(BigInteger.TWO.pow(63)));
    assertThat(call("-", MIN)).isEqualTo(Value.of(BigInteger.TWO.pow(63)));
    assertThat(call("*", MIN, -1)).isEqualTo(Value.of(BigInteger.TWO.pow(63)));
    assertThat(call("quot", MIN, -1)).isEqualTo(Value.of(BigInteger.TWO.pow(63)));
    assertThat(call("abs", MIN)).isEqualTo(Value.of(BigInteger.TWO.pow(63)));
    assertThat(call("inc", MAX)).isEqualTo(Value.of(BigInteger.TWO.pow(63)));
    assertThat(call("dec", BigInteger.TWO.pow(63))).isEqualTo(Value.of(MAX));
    for (String name : List.of("+", "-", "*", "inc", "abs")) {
      Function checked = Objects.requireNonNull(Functions.checked(name));
      Value[] arguments =
          switch (name) {
            case "inc" -> values(MAX);
            case "abs" -> values(MIN);
            case "-" -> values(MIN, 1);
            default -> values(MAX, MAX);
          };
      assertThat(code(() -> checked.apply(arguments))).isEqualTo("query/overflow");
    }
  }

  @Test
  void arithmeticAcrossTypes() {
    assertThat(call("+", 1, 2.5)).isEqualTo(Value.of(3.5));
    assertThat(call("+", 1, new BigDecimal("0.1")))
        .isEqualTo(Value.of((Object) new BigDecimal("1.1")));
    assertThat(call("/", 6, 3)).isEqualTo(Value.of(2L));
    assertThat(call("/", 1, 4)).isEqualTo(Value.of(0.25));
    assertThat(call("/", 4)).isEqualTo(Value.of(0.25));
    assertThat(call("mod", -7, 3)).isEqualTo(Value.of(2L));
    assertThat(call("rem", -7, 3)).isEqualTo(Value.of(-1L));
    assertThat(call("mod", -7.0, 3)).isEqualTo(Value.of(2.0));
    assertThat(call("quot", -7, 2)).isEqualTo(Value.of(-3L));
    assertThat(call("+", 1, null)).isEqualTo(Value.Nil.NIL);
    assertThat(call("min", 3, 1.0, 2)).isEqualTo(Value.of(1.0));
    assertThat(call("max", "a", "b")).isEqualTo(Value.of("b"));
    assertThat(code(() -> call("/", 1, 0))).isEqualTo("query/division-by-zero");
    assertThat(code(() -> call("mod", 1, 0))).isEqualTo("query/division-by-zero");
    assertThat(code(() -> call("+", 1, "a"))).isEqualTo("query/wrong-type");
    assertThat(code(() -> call("quot", 1))).isEqualTo("query/wrong-arity");
  }

  @Test
  void numbersCannotGrowWithoutBound() {
    assertThat(
            code(
                () -> {
                  Value number = Value.of(BigInteger.TWO.pow(70));
                  while (true) {
                    number = call("*", number, number);
                  }
                }))
        .isEqualTo("query/overflow");
    assertThat(code(() -> call("+", new BigDecimal("1e9999"), new BigDecimal("1e-9999"))))
        .isEqualTo("query/overflow");
  }

  @Test
  void logicHasThreeValues() {
    assertThat(call("and", true, null)).isEqualTo(Value.Nil.NIL);
    assertThat(call("and", false, null)).isEqualTo(Value.of(false));
    assertThat(call("or", true, null)).isEqualTo(Value.of(true));
    assertThat(call("or", false, null)).isEqualTo(Value.Nil.NIL);
    assertThat(call("not", new Object[] {null})).isEqualTo(Value.Nil.NIL);
    assertThat(call("not", false)).isEqualTo(Value.of(true));
    assertThat(call("and")).isEqualTo(Value.of(true));
    assertThat(call("or")).isEqualTo(Value.of(false));
  }

  @Test
  void strings() {
    assertThat(call("str", "a", 1, null, Keyword.of("k"), 1.5)).isEqualTo(Value.of("a1:k1.5"));
    assertThat(call("subs", "hello", 1, 3)).isEqualTo(Value.of("el"));
    assertThat(call("subs", "hello", 9)).isEqualTo(Value.of(""));
    assertThat(call("count", "hello")).isEqualTo(Value.of(5L));
    assertThat(call("starts-with?", "hello", "he")).isEqualTo(Value.of(true));
    assertThat(call("clojure.string/ends-with?", "hello", "he")).isEqualTo(Value.of(false));
    assertThat(call("includes?", "hello", "ell")).isEqualTo(Value.of(true));
    assertThat(call("upper-case", "straße")).isEqualTo(Value.of("STRASSE"));
    assertThat(call("blank?", " \n")).isEqualTo(Value.of(true));
    assertThat(call("blank?", new Object[] {null})).isEqualTo(Value.of(true));
    assertThat(call("join", ",", List.of(1, 2))).isEqualTo(Value.of("1,2"));
    assertThat(call("split", "a,b,", ",")).isEqualTo(Value.list("a", "b", ""));
    assertThat(code(() -> call("upper-case", 5))).isEqualTo("query/wrong-type");
  }

  @Test
  void hostilePatternsEnd() {
    assertThat(call("re-find", "a(b+)", "xabbb")).isEqualTo(Value.list("abbb", "bbb"));
    assertThat(call("re-matches", "a+", "aab")).isEqualTo(Value.Nil.NIL);
    assertThat(call("re-find", "a|(b)", "a")).isEqualTo(Value.list("a", null));
    assertThat(code(() -> call("re-matches", "(a+)+\\1b", "a".repeat(60))))
        .isEqualTo("query/pattern-too-costly");
    assertThat(code(() -> call("re-matches", "(a|b)*", "ab".repeat(100_000))))
        .isEqualTo("query/pattern-too-costly");
    assertThat(code(() -> call("re-find", "(", "a"))).isEqualTo("query/wrong-type");
  }

  @Test
  void collections() {
    Value map = Value.map("a", 1, "b", Value.map("c", 2));
    assertThat(call("get", map, Keyword.of("a"))).isEqualTo(Value.of(1L));
    assertThat(call("get", map, Keyword.of("x"), 7)).isEqualTo(Value.of(7L));
    assertThat(call("get", null, Keyword.of("x"))).isEqualTo(Value.Nil.NIL);
    assertThat(call("get", Value.list(4, 5), 1)).isEqualTo(Value.of(5L));
    assertThat(call("get-in", map, List.of(Keyword.of("b"), Keyword.of("c"))))
        .isEqualTo(Value.of(2L));
    assertThat(call("contains?", Set.of(1), 1)).isEqualTo(Value.of(true));
    assertThat(call("contains?", List.of("a"), 1)).isEqualTo(Value.of(false));
    assertThat(call("nth", List.of("a"), 3)).isEqualTo(Value.Nil.NIL);
    assertThat(call("first", List.of())).isEqualTo(Value.Nil.NIL);
    assertThat(call("second", List.of(1, 2))).isEqualTo(Value.of(2L));
    assertThat(call("last", List.of(1, 2, 3))).isEqualTo(Value.of(3L));
    assertThat(call("count", new Object[] {null})).isEqualTo(Value.of(0L));
    assertThat(call("hash-map", "a", 1)).isEqualTo(Value.of(java.util.Map.of("a", 1)));
    assertThat(call("vector", 1, null)).isEqualTo(Value.list(1, null));
    assertThat(call("keyword", "a", "b")).isEqualTo(Keyword.of("a/b"));
    assertThat(call("name", Keyword.of("a/b"))).isEqualTo(Value.of("b"));
    assertThat(call("namespace", Keyword.of("b"))).isEqualTo(Value.Nil.NIL);
    assertThat(code(() -> call("keyword", ""))).isEqualTo("query/wrong-type");
    assertThat(code(() -> call("hash-map", 1))).isEqualTo("query/wrong-type");
  }

  @Test
  void instantsAndConversions() {
    assertThat(call("year", NOON)).isEqualTo(Value.of(2026L));
    assertThat(call("month", NOON)).isEqualTo(Value.of(11L));
    assertThat(call("day", NOON)).isEqualTo(Value.of(21L));
    assertThat(call("hour", NOON)).isEqualTo(Value.of(12L));
    assertThat(call("second", NOON)).isEqualTo(Value.of(56L));
    assertThat(call("inst-ms", NOON)).isEqualTo(Value.of(NOON.toEpochMilli()));
    assertThat(call("inst", "2026-11-21T12:34:56.789Z")).isEqualTo(Value.of(NOON));
    assertThat(call("year", Instant.ofEpochSecond(-62_167_219_201L))).isEqualTo(Value.of(-1L));
    assertThat(call("long", 2.9)).isEqualTo(Value.of(2L));
    assertThat(call("long", -2.9)).isEqualTo(Value.of(-2L));
    assertThat(call("double", 2)).isEqualTo(Value.of(2.0));
    assertThat(call("round", -2.5)).isEqualTo(Value.of(-3L));
    assertThat(call("parse-long", "12x")).isEqualTo(Value.Nil.NIL);
    assertThat(code(() -> call("long", new BigDecimal("1e9999")))).isEqualTo("query/wrong-type");
    assertThat(code(() -> call("long", Double.NaN))).isEqualTo("query/wrong-type");
    assertThat(code(() -> call("inst", "yesterday"))).isEqualTo("query/wrong-type");
  }

  @Test
  void predicates() {
    assertThat(call("even?", -2)).isEqualTo(Value.of(true));
    assertThat(call("odd?", BigInteger.TWO.pow(80).add(BigInteger.ONE))).isEqualTo(Value.of(true));
    assertThat(call("zero?", 0.0)).isEqualTo(Value.of(true));
    assertThat(call("neg?", -0.5)).isEqualTo(Value.of(true));
    assertThat(call("number?", "a")).isEqualTo(Value.of(false));
    assertThat(call("nil?", new Object[] {null})).isEqualTo(Value.of(true));
    assertThat(call("map?", Value.map())).isEqualTo(Value.of(true));
    assertThat(code(() -> call("even?", 1.5))).isEqualTo("query/wrong-type");
  }

  /** A batch gives what its rows give, whatever the kinds: kernels and single rows agree. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14})
  void batchesAgreeWithRows(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (String name : Functions.names()) {
      for (int arity = 1; arity <= 3; arity++) {
        Plan.Rows rows = RandomRows.of(random, 4, 500, 6);
        agree(Objects.requireNonNull(Functions.lookup(name)), arguments(rows, random, arity));
        if (Functions.checked(name) != null) {
          agree(
              Objects.requireNonNull(Functions.checked(name)),
              arguments(extreme(random), random, arity));
        }
      }
    }
  }

  private static List<List<Value>> arguments(Plan.Rows rows, SplittableRandom random, int arity) {
    int[] columns = random.ints(arity, 0, rows.width()).toArray();
    List<List<Value>> arguments = new ArrayList<>();
    for (List<Value> row : rows.rows()) {
      List<Value> chosen = new ArrayList<>();
      for (int column : columns) {
        chosen.add(row.get(column));
      }
      arguments.add(chosen);
    }
    return arguments;
  }

  private static Plan.Rows extreme(SplittableRandom random) {
    List<List<Value>> rows = new ArrayList<>();
    long[] some = {0, 1, -1, 2, MAX, MIN, MAX - 1, MIN + 1, 1L << 32};
    for (int i = 0; i < 300; i++) {
      rows.add(
          List.of(
              Value.of(some[random.nextInt(some.length)]),
              Value.of(some[random.nextInt(some.length)])));
    }
    return new Plan.Rows(2, rows);
  }

  /** Rows for which the function fails are left out, then the rest must agree. */
  private static void agree(Function function, List<List<Value>> rows) {
    List<List<Value>> good = new ArrayList<>();
    List<Value> expected = new ArrayList<>();
    for (List<Value> row : rows) {
      try {
        expected.add(function.apply(row.toArray(Value[]::new)));
        good.add(row);
      } catch (QueryException e) {
        assertThat(e.code().name()).startsWith("query/");
      }
    }
    if (good.isEmpty()) {
      return;
    }
    Codes codes = new Codes();
    int width = rows.getFirst().size();
    ColumnBuilder[] columns = new ColumnBuilder[width];
    for (int c = 0; c < width; c++) {
      columns[c] = new ColumnBuilder();
      for (List<Value> row : good) {
        columns[c].add(Codes.kind(row.get(c)).tag(), codes.word(row.get(c)));
      }
    }
    Column[] arguments = new Column[width];
    for (int c = 0; c < width; c++) {
      arguments[c] = columns[c].column();
    }
    assertThat(good.size()).isLessThanOrEqualTo(Batch.MOST_ROWS);
    Column made = function.apply(arguments, good.size(), codes);
    for (int i = 0; i < good.size(); i++) {
      assertThat(made.value(i, codes)).as(function.name() + good.get(i)).isEqualTo(expected.get(i));
    }
  }

  private static Value call(String name, Object... arguments) {
    return Objects.requireNonNull(Functions.lookup(name), name).apply(values(arguments));
  }

  private static Value[] values(Object... arguments) {
    Value[] values = new Value[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Value.of(arguments[i]);
    }
    return values;
  }

  private static String code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    String[] code = {""};
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(QueryException.class, e -> code[0] = e.code().name());
    return code[0];
  }
}
