package bourn.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.Value;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EdnLinesTest {

  @Test
  void whatIsWrittenReadsBack() {
    List<Value> values = List.of(Value.map("a", 1), Value.list("b\nc", null), Value.of(1.5));
    StringBuilder out = new StringBuilder();
    try (ValueWriter writer = EdnLines.writer(out)) {
      values.forEach(writer::write);
    }

    assertThat(JsonTest.drain(EdnLines.reader(new StringReader(out.toString())))).isEqualTo(values);
  }

  @Test
  void aLineMayHoldSeveralValuesAndAnErrorNamesItsLine() {
    try (ValueReader reader = EdnLines.reader(new StringReader("1 2 ; two\n; none\n\n [1\n3"))) {
      assertThat(reader.next()).isEqualTo(Value.of(1));
      assertThat(reader.next()).isEqualTo(Value.of(2));
      assertThatThrownBy(reader::next)
          .isInstanceOf(FormatException.class)
          .hasMessageStartingWith("line 4, column 4: required ]");
      assertThat(reader.next()).isEqualTo(Value.of(3));
      assertThat(reader.next()).isNull();
    }
  }

  @Test
  void theEndOfAFileNameNamesItsFormat() {
    assertThat(TextFormat.of("a/b.JSONL")).contains(TextFormat.NDJSON);
    assertThat(TextFormat.of("a.tsv")).contains(TextFormat.TSV);
    assertThat(TextFormat.of("a")).isEmpty();
    assertThat(JsonTest.drain(TextFormat.TSV.reader(new StringReader("a\tb\n1\tx y\n"))))
        .containsExactly(Value.map("a", 1, "b", "x y"));
  }
}
