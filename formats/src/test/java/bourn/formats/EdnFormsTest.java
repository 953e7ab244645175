package bourn.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.Edn;
import bourn.kernel.Value;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forms of EDN that span lines. */
final class EdnFormsTest {

  @Test
  void formsMaySpanLines_andSeveralMayStandOnOne() {
    String text =
        """
        {:a [1
             2] ; ] a comment "
         :b "two
        lines \\" }"} 3 #inst
          "2026-01-01T00:00:00Z"

        #_(left
           out) [\\( \\" \\;]
        """;
    List<Value> values = new ArrayList<>();
    List<Long> lines = new ArrayList<>();
    try (ValueReader reader = EdnForms.reader(new StringReader(text))) {
      for (Value value = reader.next(); value != null; value = reader.next()) {
        values.add(value);
        lines.add(reader.line());
      }
    }
    assertThat(values).isEqualTo(Edn.readAll(text));
    assertThat(lines).containsExactly(1L, 1L, 1L, 7L);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1~{:a 1 :b}        | line 2, column 9",
        "1~{:a~[1}          | line 3, column 3",
        "1~]                | line 2, column 1",
        "1~{:a 1            | line 3, column 1: required } for the { of line 2, column 1",
        "1~#inst            | line 3, column 1: required a value for the tag",
        "1~\"x              | line 2",
      })
  void whatIsNoEdn_isRefusedByLine(String text, String place) {
    ValueReader reader = EdnForms.reader(new StringReader(text.replace('~', '\n')));
    assertThat(reader.next()).isEqualTo(Value.of(1));
    assertThatThrownBy(reader::next)
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(place);
    reader.close();
  }
}
