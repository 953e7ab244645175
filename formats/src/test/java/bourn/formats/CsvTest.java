package bourn.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.Edn;
import bourn.kernel.Value;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvTest {

  @Test
  void rowsReadAsMapsOfTheInferredTypes() {
    List<Value> rows =
        read(
            """
            \uFEFFname,age,height,member,since,zip,note
            Ada,36,1.65,true,1815-12-10T08:00:00Z,00123,"said ""hello"", twice"
            "Grace\nHopper",85,2,FALSE,1906-12-09 08:00:00.5,12345,
            """);

    assertThat(rows)
        .containsExactly(
            Edn.read(
                """
                {:name "Ada" :age 36 :height 1.65 :member true
                 :since #inst "1815-12-10T08:00:00Z" :zip "00123" :note "said \\"hello\\", twice"}
                """),
            Edn.read(
                """
                {:name "Grace\\nHopper" :age 85 :height 2.0 :member false
                 :since #inst "1906-12-09T08:00:00.5Z" :zip "12345"}
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 1",
        "-5 | -5",
        "0 | 0",
        "007 | \"007\"",
        "+5 | \"+5\"",
        "- | \"-\"",
        "9223372036854775808 | 9223372036854775808N",
        "1.50 | 1.5",
        "1e5 | 100000.0",
        "1e999 | \"1e999\"",
        ".5 | \".5\"",
        "NaN | \"NaN\"",
        "True | true",
        "yes | \"yes\"",
        "2026-01-31 | \"2026-01-31\"",
        "2026-01-31T10:00:00+02:00 | #inst \"2026-01-31T08:00:00Z\"",
        "2026-02-31T10:00:00Z | \"2026-02-31T10:00:00Z\"",
        "1_000 | \"1_000\""
      })
  void aCellReadsAs(String cell, String edn) {
    assertThat(read("a\n" + cell + "\n")).containsExactly(Value.map("a", Edn.read(edn)));
  }

  @Test
  void aCellBeyondTheSampleThatDoesNotFitIsText() {
    List<Value> rows = read("a,b\n" + "1,x\n".repeat(1_500) + "none,y\n2,z\n");

    assertThat(rows).hasSize(1_502);
    assertThat(rows.get(1_500)).isEqualTo(Value.map("a", "none", "b", "y"));
    assertThat(rows.get(1_501)).isEqualTo(Value.map("a", 2, "b", "z"));
  }

  @Test
  void withoutInferenceEveryCellIsText() {
    try (ValueReader reader = Csv.reader(new StringReader("a;b\n1;\n"), ';', false)) {
      assertThat(JsonTest.drain(reader)).containsExactly(Value.map("a", "1"));
    }
  }

  @Test
  void anEmptyTextHasNoRows() {
    assertThat(read("")).isEmpty();
    assertThat(read("a,b\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,a\n1,2\n",
        "a,\n1,2\n",
        ":a\n1\n",
        "a,b\n1\n",
        "a,b\n1,2,3\n",
        "a\n\"x\"y\n",
        "a\n\"x\n"
      })
  void whatIsNotCsvIsRefused(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(FormatException.class)
        .hasMessageMatching("(?s)line \\d+: required .*, found.*");
  }

  @Test
  void anErrorNamesTheLineOnWhichTheRowBegins() {
    assertThatThrownBy(() -> read("a,b\n\"x\ny\",1\n2\n"))
        .hasMessage("line 4: required 2 cells, as in the first row, found 1");
    assertThatThrownBy(() -> read("a\n1\n\"x\"y\n")).hasMessageStartingWith("line 3: required CSV");
    assertThatThrownBy(() -> read("a\n1\n\"x\n")).hasMessageStartingWith("line 3: required CSV");
  }

  @Test
  void whatIsWrittenReadsBack() {
    List<Value> rows =
        List.of(
            Edn.read("{:a 1 :b \"x, \\\"y\\\"\\nz\" :c 1.5 :d #inst \"2026-01-31T10:00:00.25Z\"}"),
            Edn.read("{:a 2 :b \" padded \" :c -2.0}"));
    StringBuilder out = new StringBuilder();
    try (ValueWriter writer = Csv.writer(out, List.of("a", "b", "c", "d"))) {
      rows.forEach(writer::write);
    }

    assertThat(read(out.toString())).isEqualTo(rows);
    assertThatThrownBy(() -> Csv.writer(out, List.of("a")).write(Value.map("b", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(":b");
  }

  private static List<Value> read(String csv) {
    try (ValueReader reader = Csv.reader(new StringReader(csv))) {
      return JsonTest.drain(reader);
    }
  }
}
