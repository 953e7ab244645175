package bourn.formats;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.kernel.Edn;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RowWriterTest {

  private static final List<String> COLUMNS = List.of("name", "age", "born");
  private static final List<String> ROWS =
      List.of(
          "[\"Ada\" 36 #inst \"1815-12-10T00:00:00Z\"]",
          "[\"Grace, \\\"Amazing\\\"\" 85 nil]",
          "[\"日本 😀\" 1234567 #inst \"2026-01-31T10:15:30.25Z\"]");

  @Test
  void aTableIsBoxedAndAligned() {
    assertThat(written(out -> RowWriter.table(out, TableOptions.plain(80)), COLUMNS, ROWS))
        .isEqualTo(
            """
            ╭──────────────────┬─────────┬─────────────────────────╮
            │ name             │     age │ born                    │
            ├──────────────────┼─────────┼─────────────────────────┤
            │ Ada              │      36 │ 1815-12-10 00:00:00     │
            │ Grace, "Amazing" │      85 │ nil                     │
            │ 日本 😀          │ 1234567 │ 2026-01-31 10:15:30.250 │
            ╰──────────────────┴─────────┴─────────────────────────╯
            """);
  }

  @Test
  void aTableGivesWayToTheWidthOfTheTerminal_textBeforeNumbers() {
    assertThat(written(out -> RowWriter.table(out, TableOptions.plain(36)), COLUMNS, ROWS))
        .isEqualTo(
            """
            ╭───────────┬─────────┬────────────╮
            │ name      │     age │ born       │
            ├───────────┼─────────┼────────────┤
            │ Ada       │      36 │ 1815-12-1… │
            │ Grace, "… │      85 │ nil        │
            │ 日本 😀   │ 1234567 │ 2026-01-3… │
            ╰───────────┴─────────┴────────────╯
            """);
  }

  @Test
  void aTableShowsSoManyRowsAndCountsTheRest() {
    assertThat(
            written(
                out -> RowWriter.table(out, new TableOptions(80, 1, false)),
                List.of("n"),
                List.of("[1]", "[2]", "[3]")))
        .endsWith(
            """
            │ 1 │
            ╰───╯
            … 2 more rows
            """);
  }

  @Test
  void aTableWithoutRowsHasItsHeader() {
    assertThat(
            written(
                out -> RowWriter.table(out, TableOptions.plain(80)), List.of("a", "b"), List.of()))
        .isEqualTo(
            """
            ╭───┬───╮
            │ a │ b │
            ├───┼───┤
            ╰───┴───╯
            no rows
            """);
  }

  @Test
  void columnsThatDoNotFitAreLeftOutAndCounted() {
    List<String> columns = new ArrayList<>();
    StringBuilder row = new StringBuilder("[");
    for (int i = 0; i < 30; i++) {
      columns.add("column" + i);
      row.append(i * 1_000_000).append(' ');
    }
    String table =
        written(out -> RowWriter.table(out, TableOptions.plain(60)), columns, List.of(row + "]"));

    assertThat(table).contains("│ … │").endsWith("more columns\n");
    assertThat(table.lines()).allMatch(line -> line.length() <= 60);
  }

  @Test
  void whatCouldMoveTheCursorIsEscaped() {
    assertThat(
            written(
                out -> RowWriter.table(out, TableOptions.plain(80)),
                List.of("a\u001b[2J"),
                List.of("[\"x\\ny\\u001b[31m\\u202e\"]")))
        .contains("│ x\\ny\\u001b[31m\\u202e │")
        .doesNotContain("\u001b")
        .doesNotContain("\u202e");
  }

  @Test
  void numbersReadable() {
    assertThat(
            written(
                out -> RowWriter.table(out, TableOptions.plain(80)),
                List.of("n"),
                List.of("[1.0E7]", "[0.001]", "[1E+3M]", "[1e300]", "[##NaN]")))
        .contains("10000000.0", "0.001", " 1000 ", "1.0E300", "NaN");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void noLineOfATableIsWiderThanTheTerminal(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      int width = 20 + random.nextInt(100);
      List<String> columns = new ArrayList<>();
      for (int c = random.nextInt(12); c >= 0; c--) {
        columns.add("日x".repeat(1 + random.nextInt(8)));
      }
      List<String> rows = new ArrayList<>();
      for (int r = 0; r < 3; r++) {
        StringBuilder row = new StringBuilder("[");
        for (int c = 0; c < columns.size(); c++) {
          row.append(
              random.nextBoolean() ? random.nextLong() + " " : "\"" + "é日".repeat(c) + "\" ");
        }
        rows.add(row + "]");
      }
      String table = written(out -> RowWriter.table(out, TableOptions.plain(width)), columns, rows);
      List<Integer> widths = table.lines().map(DisplayWidth::of).toList();

      assertThat(widths).allMatch(each -> each <= width);
      assertThat(widths.subList(0, 6)).containsOnly(widths.getFirst());
    }
  }

  @Test
  void rowsAsJsonAreObjects() {
    assertThat(written(RowWriter::json, COLUMNS, ROWS))
        .isEqualTo(
            """
            [
              {"name":"Ada","age":36,"born":"1815-12-10T00:00:00Z"},
              {"name":"Grace, \\"Amazing\\"","age":85,"born":null},
              {"name":"日本 😀","age":1234567,"born":"2026-01-31T10:15:30.250Z"}
            ]
            """);
    assertThat(written(RowWriter::json, COLUMNS, List.of())).isEqualTo("[]\n");
    assertThat(written(RowWriter::ndjson, List.of("a", "a"), List.of("[1 2]")))
        .isEqualTo("{\"a\":1,\"a_2\":2}\n");
  }

  @Test
  void rowsAsEdnAreAVectorOfVectors() {
    String edn = written(RowWriter::edn, COLUMNS, ROWS);

    assertThat(Edn.read(edn)).isEqualTo(Value.list(ROWS.stream().map(Edn::read).toArray()));
    assertThat(edn).startsWith("[[\"Ada\" 36").contains("]\n [\"Grace");
    assertThat(written(RowWriter::edn, COLUMNS, List.of())).isEqualTo("[]\n");
  }

  @Test
  void rowsAsCsvHaveAHeader() {
    assertThat(written(RowWriter::csv, COLUMNS, ROWS))
        .isEqualTo(
            """
            name,age,born
            Ada,36,1815-12-10T00:00:00Z
            "Grace, ""Amazing""\",85,
            日本 😀,1234567,2026-01-31T10:15:30.250Z
            """);
    assertThat(written(RowWriter::csv, List.of("a", "b"), List.of("[\"\" nil]")))
        .isEqualTo("a,b\n\"\",\n");
  }

  private static String written(
      Function<Appendable, RowWriter> writer, List<String> columns, List<String> rows) {
    StringBuilder out = new StringBuilder();
    RowWriter rowWriter = writer.apply(out);
    rowWriter.begin(columns);
    for (String row : rows) {
      rowWriter.row(((Value.Items) Edn.read(row)).items());
    }
    rowWriter.end();
    return out.toString();
  }
}
