package bourn.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.Edn;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {

  @Test
  void jsonReadsAsTheValueItHolds() {
    assertThat(
            Json.read(
                """
                {"name": "Ada", "age": 36, "big": 12345678901234567890, "e": 1.5e3, "tags": [],
                 "person/of": {"first name": null, "": true, ":a": -0}, "at": "2026-01-31T10:00:00Z"}
                """))
        .isEqualTo(
            Edn.read(
                """
                {:name "Ada" :age 36 :big 12345678901234567890N :e 1500.0 :tags []
                 :person/of {#bourn/keyword "first name" nil "" true ":a" 0}
                 :at "2026-01-31T10:00:00Z"}
                """));
  }

  @Test
  void fractionsReadAsDecimalsWhenAskedFor() {
    assertThat(Json.read("[0.10, 1e-7]", Fractions.DECIMAL)).isEqualTo(Edn.read("[0.1M 1E-7M]"));
  }

  @Test
  void everyKindOfValueHasAJsonForm() {
    Value value =
        Edn.read(
            """
            [nil true 1 1.0 12345678901234567890 1.5M "a\\"b\\n\\u0001" :person/name sym
             #inst "2026-01-31T10:15:30Z" #uuid "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
             #bourn/bytes "00ff" #{1} {1 2} #my/tag [1] #bourn/ref [3 14] ##NaN "\\ud83d"]
            """);

    assertThat(Json.print(value))
        .isEqualTo(
            "[null,true,1,1.0,12345678901234567890,1.5,\"a\\\"b\\n"
                + "\\u0001\",\"person/name\",\"sym\","
                + "\"2026-01-31T10:15:30Z\",\"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\",\"AP8=\",[1],{\"1\":2},{\"#my/tag\":[1]},\"#bourn/ref"
                + " [3 14]\",\"NaN\",\"\\ud83d\"]");
  }

  @Test
  void keysOfTheSameNameStayApart() {
    assertThat(Json.print(Edn.read("{:a 1 \"a\" 2}"))).isEqualTo("{\"a\":1,\"\\\"a\\\"\":2}");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whatCameFromJsonIsWrittenAsItWas(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      Value value = jsonValue(random, 4);

      assertThat(Json.read(Json.print(value))).isEqualTo(value);
    }
  }

  private static Value jsonValue(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 7)) {
      case 0 -> Value.Nil.NIL;
      case 1 -> Value.of(random.nextBoolean());
      case 2 -> Value.of(random.nextLong() >> random.nextInt(64));
      case 3 -> Value.of(random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300));
      case 4 -> Value.of(new BigInteger(1 + random.nextInt(300), random));
      case 5, 6 -> Value.of(text(random));
      case 7 -> {
        List<Value> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(jsonValue(random, depth - 1));
        }
        yield new Value.Items(items);
      }
      default -> {
        Map<Value, Value> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          String name = text(random).replaceAll("\\p{Cs}", "");
          entries.put(
              name.isEmpty() || name.startsWith(":") ? Value.of(name) : Keyword.of(name),
              jsonValue(random, depth - 1));
        }
        yield new Value.Entries(entries);
      }
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(0x10000)));
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"a\":2} | 1 | 13 | distinct keys",
        "{\"a\":1,} | 1 | 8 | required",
        "[1 2] | 1 | 4 | required",
        "1 2 | 1 | 3 | nothing more after one JSON value",
        "1e999 | 1 | 1 | 64-bit floating point",
        "NaN | 1 | 2 | required JSON",
        "{\"a\":1 | 1 | 7 | expected close marker for Object",
        "[1,\\n2,\\n x] | 3 | 2 | required JSON",
        "\"abc | 1 | 5 | required JSON",
        "// comment | 1 | 1 | required JSON"
      })
  void whatIsNotJsonIsRefusedWithItsPlace(String text, int line, int column, String problem) {
    assertThatThrownBy(() -> Json.read(text.replace("\\n", "\n")))
        .isInstanceOfSatisfying(
            FormatException.class,
            refused -> {
              assertThat(refused.line()).isEqualTo(line);
              assertThat(refused).hasMessageContaining(problem).hasMessageNotContaining("Source:");
              assertThat(refused.column()).isBetween(column, column + 2);
            });
  }

  @Test
  void hostileJsonIsRefused() {
    assertRefused("[".repeat(100_000));
    assertRefused("{\"a\":".repeat(100_000));
    assertRefused("9".repeat(1_000_000));
    assertRefused("1e99999999999");
    assertThatThrownBy(() -> Json.read("1e99999999", Fractions.DECIMAL))
        .isInstanceOf(FormatException.class);
    assertRefused("");
    assertRefused("\"\\ud8");
  }

  private static void assertRefused(String text) {
    assertThatThrownBy(() -> Json.read(text)).isInstanceOf(FormatException.class);
  }

  @Test
  void lines_goOnAfterALineThatIsRefused() {
    try (ValueReader reader =
        Json.lines(new StringReader("\uFEFF{\"a\":1}\r\n\n{\"a\":2\n[3]\n4"))) {
      assertThat(reader.next()).isEqualTo(Value.map("a", 1));
      assertThatThrownBy(reader::next)
          .isInstanceOf(FormatException.class)
          .hasMessageStartingWith("line 3, column ");
      assertThat(reader.next()).isEqualTo(Value.list(3));
      assertThat(reader.line()).isEqualTo(4);
      assertThat(reader.next()).isEqualTo(Value.of(4));
      assertThat(reader.next()).isNull();
      assertThat(reader.next()).isNull();
    }
  }

  @Test
  void lines_longerThanTheBufferReadWhole() {
    String text = "x".repeat(200_000);
    String lines = "\"%s\"\n\"%s\"".formatted(text, text + "y");
    try (ValueReader reader = Json.lines(new StringReader(lines))) {
      assertThat(reader.next()).isEqualTo(Value.of(text));
      assertThat(reader.next()).isEqualTo(Value.of(text + "y"));
      assertThat(reader.next()).isNull();
    }
  }

  @Test
  void reader_readsTheElementsOfAnArrayOrValuesInARow() {
    assertThat(drain("[{\"a\":1}, [2], 3]"))
        .containsExactly(Value.map("a", 1), Value.list(2), Value.of(3));
    assertThat(drain("{\"a\":1}\n{\"a\":2} 3"))
        .containsExactly(Value.map("a", 1), Value.map("a", 2), Value.of(3));
    assertThat(drain("[]")).isEmpty();
    assertThat(drain(" ")).isEmpty();
    assertThatThrownBy(() -> drain("[1, 2")).isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> drain("[1] 2")).isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> drain("[1 2]")).isInstanceOf(FormatException.class);
  }

  @Test
  void writers_writeWhatReadersRead() {
    List<Value> values = List.of(Value.map("a", 1), Value.list(2), Value.of(Set.of(3)));
    StringBuilder array = new StringBuilder();
    StringBuilder lines = new StringBuilder();
    try (ValueWriter writer = Json.writer(array);
        ValueWriter lineWriter = Json.lineWriter(lines)) {
      values.forEach(writer::write);
      values.forEach(lineWriter::write);
    }

    assertThat(array).hasToString("[\n  {\"a\":1},\n  [2],\n  [3]\n]\n");
    assertThat(lines).hasToString("{\"a\":1}\n[2]\n[3]\n");
    assertThat(drain(array.toString())).hasSize(3);
  }

  static List<Value> drain(String json) {
    try (ValueReader reader = Json.reader(new StringReader(json))) {
      return drain(reader);
    }
  }

  static List<Value> drain(ValueReader reader) {
    List<Value> values = new ArrayList<>();
    for (Value value = reader.next(); value != null; value = reader.next()) {
      values.add(value);
    }
    return values;
  }
}
