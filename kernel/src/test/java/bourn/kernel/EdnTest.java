package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EdnTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.RandomValues#seeds")
  void everyValueReadsBackAsItWasPrinted(long seed) {
    for (Value value : new RandomValues(seed).values(1_000)) {
      String text = Edn.print(value);

      assertThat(Edn.read(text)).as(text).isEqualTo(value);
      assertThat(Edn.readForm(text).value()).isEqualTo(value);
      assertThat(text.chars()).noneMatch(Character::isISOControl);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.RandomValues#seeds")
  void aDamagedTextIsRefusedWithItsPositionOrReadsAsAnotherValue(long seed) {
    Random random = new Random(seed);
    for (Value value : new RandomValues(seed).values(300)) {
      String text = Edn.print(value);
      for (int i = 0; i < 20; i++) {
        StringBuilder damaged = new StringBuilder(text);
        damaged.setCharAt(
            random.nextInt(text.length()), "()[]{}\"\\#:/;0aN-\uD83D".charAt(random.nextInt(17)));
        try {
          Value read = Edn.read(damaged.toString());
          assertThat(Edn.read(Edn.print(read))).isEqualTo(read);
        } catch (EdnException expected) {
          assertThat(expected.position()).isBetween(0, damaged.length());
        }
      }
    }
  }

  @Test
  void numbersReadAsInClojure() {
    assertReads("0", Value.of(0L));
    assertReads("-0", Value.of(0L));
    assertReads("+5", Value.of(5L));
    assertReads("-5", Value.of(-5L));
    assertReads("5N", Value.of(5L));
    assertReads("9223372036854775807", Value.of(Long.MAX_VALUE));
    assertReads("-9223372036854775808", Value.of(Long.MIN_VALUE));
    assertReads("9223372036854775808", Value.of(BigInteger.TWO.pow(63)));
    assertReads("0xFF", Value.of(255L));
    assertReads("-0x1f", Value.of(-31L));
    assertReads("017", Value.of(15L));
    assertReads("2r1010", Value.of(10L));
    assertReads("36rZ", Value.of(35L));
    assertReads("1.", Value.of(1.0));
    assertReads("1.5e3", Value.of(1500.0));
    assertReads("1e3", Value.of(1000.0));
    assertReads("-0.0", Value.of(0.0));
    assertReads("1M", new Value.Decimal(BigDecimal.ONE));
    assertReads("1.50M", new Value.Decimal(new BigDecimal("1.5")));
    assertReads("1E+3M", new Value.Decimal(new BigDecimal("1000")));
    assertReads("##-Inf", Value.of(Double.NEGATIVE_INFINITY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1/2",
        "08",
        "1a",
        "1.5N",
        "--5",
        ".5",
        "1e400",
        "0x",
        "37r1",
        "2r2",
        "1e",
        "##inf",
        "1_000",
        "1E+99999999999M",
        "1E+20000M"
      })
  void whatIsAlmostANumberIsRefused(String text) {
    assertThatThrownBy(() -> Edn.read(text))
        .isInstanceOf(EdnException.class)
        .hasMessageContaining("found " + text);
  }

  @Test
  void namesReadAsInClojure() {
    for (String name :
        new String[] {"_foo", "ns/_attr", "a.b/c", "a", "1", "+", "a/b/c", "ü", "a'"}) {
      assertReads(":" + name, Keyword.of(name));
    }
    for (String name :
        new String[] {
          ".", "..", "...", "?x", "$", "%", "_", "+", "-", "<=", "->x", "a/b", "/", "-a", "+x", "&",
          "not=", "!", "*", "a#", "nil?"
        }) {
      assertReads(name, new Symbol(name));
      assertThat(new Symbol(name)).hasToString(name);
    }
    assertReads("nil", Value.Nil.NIL);
    assertReads("[true false]", Value.list(true, false));
  }

  @Test
  void namesThatWouldNotReadBackAreQuoted() {
    assertThat(Keyword.of("first name")).hasToString("#bourn/keyword \"first name\"");
    assertThat(Keyword.of("a@b")).hasToString("#bourn/keyword \"a@b\"");
    assertThat(Keyword.of("a:")).hasToString("#bourn/keyword \"a:\"");
    assertThat(new Symbol("a::b")).hasToString("#bourn/symbol \"a::b\"");
    assertThat(new Symbol("12")).hasToString("#bourn/symbol \"12\"");
    assertThat(new Value.Tagged(new Symbol("inst"), Value.of(1L)))
        .hasToString("#bourn/tagged [\"inst\" 1]");
    assertThat(Keyword.of("person/name")).hasToString(":person/name");
  }

  @Test
  void stringsAndCharactersUnderstandEveryEscape() {
    assertReads("\"\\t\\b\\n\\r\\f\\\"\\\\\\u00e4\\101\"", Value.of("\t\b\n\r\f\"\\äA"));
    assertReads("\"two\nlines\"", Value.of("two\nlines"));
    assertReads(
        "[\\a \\newline \\space \\tab \\u0041 \\o101 \\( \\uD83D\\uDE00]",
        Value.list("a", "\n", " ", "\t", "A", "A", "(", "\uD83D", "\uDE00"));
  }

  @Test
  void collectionsReadWithCommentsCommasAndDiscards() {
    assertReads("[1, 2 ;three\n 4 #_5 #_ #_ 6 7]", Value.list(1, 2, 4));
    assertReads("(1 (2))", Value.list(1, Value.list(2)));
    assertReads("{:a 1, :b {}}", Value.map("a", 1, "b", Value.map()));
    assertReads("#{1 2}", Value.of(java.util.Set.of(1, 2)));
    assertReads(
        "#:person{:name 1 :_/x 2 :o/y 3 4 5}", Value.map("person/name", 1, "x", 2, "o/y", 3, 4, 5));
    assertReads("\uFEFF 1 #_2 ; end", Value.of(1L));
    assertThat(Edn.readAll("1 [2] \"3\""))
        .containsExactly(Value.of(1), Value.list(2), Value.of("3"));
    assertThat(Edn.readAll(" ; nothing")).isEmpty();
  }

  @Test
  void tagsOfOurOwnReadAsTheirValues() {
    assertReads(
        "#inst \"2026-01-31T10:15:30.123456Z\"",
        Value.of(Instant.parse("2026-01-31T10:15:30.123456Z")));
    assertReads("#inst \"2026\"", Value.of(Instant.parse("2026-01-01T00:00:00Z")));
    assertReads("#inst \"2026-02-03\"", Value.of(Instant.parse("2026-02-03T00:00:00Z")));
    assertReads(
        "#inst \"2026-02-03T04:05:06.7-00:00\"", Value.of(Instant.parse("2026-02-03T04:05:06.7Z")));
    assertReads(
        "#inst \"2026-02-03T04:05:06+02:00\"", Value.of(Instant.parse("2026-02-03T02:05:06Z")));
    assertReads(
        "#uuid \"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\"",
        new Value.Uuid(UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")));
    assertReads("#bourn/bytes \"00ff\"", new Value.Bytes(new byte[] {0, -1}));
    assertReads("#bourn/ref [3 14]", new Reference(3, 14));
    assertReads("#bourn/blob [3 14 1 2 -5]", new BlobReference(new Reference(3, 14), 1, 2, -5));
    assertReads("#my/tag {:a 1}", new Value.Tagged(new Symbol("my/tag"), Value.map("a", 1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#inst \"yesterday\"",
        "#inst \"2026-13-01\"",
        "#inst 5",
        "#uuid \"1-2-3-4-5\"",
        "#bourn/bytes \"0\"",
        "#bourn/ref [0 1]",
        "#bourn/ref [1 2 3]",
        "#bourn/blob [1 2]",
        "#bourn/unknown 1",
        "#bourn/keyword \"\"",
        "#=(+ 1 2)",
        "#(x)",
        "#\"regex\"",
        "#?(:clj 1)",
        "#'x",
        "'x",
        "@x",
        "^x y",
        "`x",
        "~x",
        "#",
        "# x",
        "::a",
        ":",
        ":a/",
        ":/a",
        "a/",
        "#a/ 1",
        "\\unknown",
        "\\u00",
        "\\uZZZZ",
        "\\o777",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\777\"",
        "\"open",
        "\"open\\",
        "[1",
        "(1",
        "{:a",
        "{:a}",
        "{:a 1",
        "#{1",
        "#{1 1}",
        "{:a 1 :a 2}",
        "[1)",
        "]",
        "",
        " ",
        "1 2",
        "#_",
        "[#_]",
        "#tag",
        "#:a 1",
        "#:a{:a 1 :a/a 2}",
        "\\"
      })
  void whatIsNotEdnIsRefused(String text) {
    assertThatThrownBy(() -> Edn.read(text))
        .isInstanceOf(EdnException.class)
        .hasMessageMatching("(?s)line 1, column \\d+: required .+, found .+");
    assertThatThrownBy(() -> Edn.readForm(text)).isInstanceOf(EdnException.class);
  }

  @Test
  void anErrorSaysWhereAndWhatWasRequiredAndFound() {
    assertThatThrownBy(() -> Edn.read("[:find ?e\n :where {?e}]"))
        .hasMessage("line 2, column 12: required a value for the key ?e, found }");
  }

  @Test
  void hostileTextIsRefusedAtOnce() {
    assertRefused(() -> Edn.read("[".repeat(5_000)), "at most 200 levels of nesting");
    assertRefused(() -> Edn.read("#a ".repeat(5_000) + "1"), "at most 200 levels of nesting");
    assertRefused(() -> Edn.read("#_".repeat(5_000) + "1"), "at most 200 levels of nesting");
    assertRefused(() -> Edn.read("{".repeat(5_000)), "at most 200 levels of nesting");
    assertRefused(() -> Edn.read("9".repeat(1_000_000)), "at most 10000 digits");
    assertRefused(() -> Edn.read("0x" + "F".repeat(1_000_000)), "at most 10000 digits");
    assertRefused(() -> Edn.read("9".repeat(1_000_000) + "M"), "at most 10000 digits");
    assertThat(Edn.read("9".repeat(10_000))).isInstanceOf(Value.BigInt.class);
    assertThat(Edn.read("[".repeat(200) + "]".repeat(200))).isInstanceOf(Value.Items.class);
  }

  @Test
  void readForm_hasThePositionsOfAllThatAFormIsMadeOf() {
    String text = " [:find ?e , :where (rule ?e) #_skip [?e :a {:b 1}] #my/tag x]";

    Edn.Form form = Edn.readForm(text);

    assertThat(form.children()).hasSize(6);
    assertThat(form.children().stream().map(child -> text.substring(child.start(), child.end())))
        .containsExactly(":find", "?e", ":where", "(rule ?e)", "[?e :a {:b 1}]", "#my/tag x");
    assertThat(form.children().stream().map(Edn.Form::list))
        .containsExactly(false, false, false, true, false, false);
    Edn.Form map = form.children().get(4).children().get(2);
    assertThat(map.children().stream().map(Edn.Form::value))
        .containsExactly(Keyword.of("b"), Value.of(1L));
    assertThat(form.children().get(5).children()).hasSize(1);
    assertThat(form.start()).isEqualTo(1);
    assertThat(form.end()).isEqualTo(text.length());
  }

  @ParameterizedTest
  @CsvSource({"[1 2, 1, 5", "'[1\n2\n  )', 3, 3", "\"abc, 1, 1"})
  void anErrorHasLineAndColumn(String text, int line, int column) {
    assertThatThrownBy(() -> Edn.read(text))
        .isInstanceOfSatisfying(
            EdnException.class,
            refused -> {
              assertThat(refused.line()).isEqualTo(line);
              assertThat(refused.column()).isEqualTo(column);
            });
  }

  private static void assertReads(String text, Value value) {
    assertThat(Edn.read(text)).as(text).isEqualTo(value);
    assertThat(Edn.readAll(text)).isEqualTo(List.of(value));
  }

  private static void assertRefused(ThrowingCallable read, String required) {
    long start = System.nanoTime();
    assertThatThrownBy(read).isInstanceOf(EdnException.class).hasMessageContaining(required);
    assertThat(System.nanoTime() - start).as("what would take minutes").isLessThan(10_000_000_000L);
  }
}
