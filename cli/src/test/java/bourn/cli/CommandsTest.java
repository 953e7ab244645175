package bourn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.Bourn;
import bourn.typed.ProductType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands on a store kept on disk, as a user runs them, with what users get wrong. */
final class CommandsTest {

  @TempDir static Path folder;
  static String store = "";

  @BeforeAll
  static void keepAStore() throws IOException {
    store = folder.resolve("store").toString();
    Path quakes = folder.resolve("quakes.ndjson");
    Files.writeString(
        quakes,
        """
        {"mag": 4.5, "place": "Anchorage"}
        {"mag": 2.1, "place": "Reno"}
        """);
    Run appended = Run.of("append", "quakes", quakes.toString(), "--data", store);
    assertThat(appended.status()).as(appended.err()).isZero();
  }

  private static Run q(String query, String... more) {
    return run("q", query, more);
  }

  private static Run sql(String query, String... more) {
    return run("sql", query, more);
  }

  private static Run run(String command, String query, String... more) {
    String[] args = new String[more.length + 4];
    args[0] = command;
    args[1] = query;
    args[2] = "--data";
    args[3] = store;
    System.arraycopy(more, 0, args, 4, more.length);
    return Run.of(args);
  }

  @Test
  void q_intoAPipe_answersInNdjson() {
    Run run =
        q(
            "[:find ?place ?mag :where [?q :place ?place] [?q :mag ?mag] [(> ?mag 3)]]",
            "--stream",
            "quakes");

    assertThat(run.out()).isEqualTo("{\"?place\":\"Anchorage\",\"?mag\":4.5}\n");
    assertThat(run.status()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "json   | [{\"place\":\"Reno\"}]",
        "ndjson | {\"place\":\"Reno\"}",
        "edn    | [[\"Reno\"]]",
        "csv    | place Reno",
        "table  | ╭───────╮ │ place │ ├───────┤ │ Reno  │ ╰───────╯"
      })
  void sql_answersInTheFormatAskedFor(String format, String answer) {
    Run run = sql("SELECT place FROM quakes WHERE mag < 3", "--format", format);

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualToNormalizingWhitespace(
            format.equals("json") ? answer.replace("[{", "[ {").replace("}]", "} ]") : answer);
  }

  @Test
  void view_namesAQuery_untilItIsDropped() {
    assertThat(run("view", "strong", "SELECT place FROM quakes WHERE mag > 3").err())
        .contains("strong is a view");
    assertThat(sql("SELECT count(*) AS n FROM strong", "--format", "csv").out()).contains("n");
    assertThat(Run.of("view", "--data", store, "--format", "csv").out())
        .contains("strong", "SELECT place FROM quakes WHERE mag > 3");
    assertThat(run("view", "strong", "--drop").status()).isZero();
    assertThat(sql("SELECT * FROM strong").err()).contains("there is no table strong");
    assertThat(run("view", "strong", "--drop").err()).contains("there is no view called strong");
    assertThat(run("view", "v", "SELECT plce FROM quakes").err()).contains("there is no column");
    assertThat(run("view", "--drop").err()).contains("--drop takes the name of a view");
  }

  @Test
  void sql_mayEndWithASemicolon() {
    assertThat(sql("SELECT place FROM quakes WHERE mag < 3;\n").out())
        .isEqualTo("{\"place\":\"Reno\"}\n");
    assertThat(sql("SELECT 1; SELECT 2").status()).isEqualTo(2);
  }

  @Test
  void q_asEdn_answersInTheShapeOfTheQuery() {
    assertThat(
            q(
                    "[:find [?p ...] :where [_ :place ?p] :order-by [?p]]",
                    "--stream",
                    "quakes",
                    "--format",
                    "edn")
                .out())
        .isEqualTo("[\"Anchorage\" \"Reno\"]\n");
  }

  @Test
  void q_takesNamedSourcesByNameAndOtherInputsFromItsOptions() {
    Run run =
        q(
            "[:find ?place . :in $quakes ?least :where [$quakes ?q :mag ?m] [(> ?m ?least)]"
                + " [$quakes ?q :place ?place]]",
            "--in",
            "3",
            "--format",
            "edn");

    assertThat(run.out()).isEqualTo("\"Anchorage\"\n");
  }

  @Test
  void aMalformedQuery_isShownWithACaret() {
    Run run = q("[:find ?x :where [?x :mag", "--stream", "quakes");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("[:find ?x :where [?x :mag").containsPattern("(?m)^ +\\^$");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void anUnknownStream_isShownWithACaretAndAGuess() {
    Run run = q("[:find ?x :in $quaks :where [$quaks ?x :mag]]");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("no stream quaks").contains("did you mean quakes?");
    assertThat(caretColumn(run.err())).isEqualTo("  [:find ?x :in $quaks".indexOf("quaks"));
  }

  @Test
  void anUnknownTable_isShownWithACaretAndAGuess() {
    Run run = sql("SELECT place FROM quaks");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("quaks").contains("did you mean quakes?");
    assertThat(caretColumn(run.err())).isEqualTo("  SELECT place FROM ".length());
  }

  @Test
  void anUnknownColumn_isShownWithACaretAndAGuess() {
    Run run = sql("SELECT plce FROM quakes");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("did you mean place?");
    assertThat(caretColumn(run.err())).isEqualTo("  SELECT ".length());
  }

  private static int caretColumn(String message) {
    return message
        .lines()
        .filter(line -> line.strip().equals("^"))
        .findFirst()
        .orElse("")
        .indexOf('^');
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "q       | [:find ?x :where [?x :mag]]        | --stream",
        "q       | [:find ?x :in $ ?y :where [?x :y]] | --stream",
        "events  | quaks                              | did you mean quakes?",
        "events  | ../../etc/passwd                   | there is no stream",
        "append  | a:b                                | a stream's name is"
      })
  void whatCannotBeDone_isSaidInWordsAndNeverAsAStackTrace(
      String command, String argument, String said) throws IOException {
    Path other = folder.resolve("one.edn");
    Files.writeString(other, "1");
    Run run =
        command.equals("append")
            ? Run.of(command, argument, other.toString(), "--data", store)
            : Run.of(command, argument, "--data", store);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(said).doesNotContain("\tat ").doesNotContain("bug of ours");
  }

  @Test
  void aStoreThatIsNotThere_isNotCreatedByAQuery() {
    Path missing = folder.resolve("missing");

    Run run = Run.of("q", "[:find ?x :where [?x]]", "--data", missing.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("there is no store at " + missing).contains("bourn demo");
    assertThat(missing).doesNotExist();
  }

  @Test
  void aFileThatCannotBeReadToItsEnd_appendsNothing() throws IOException {
    Path bad = folder.resolve("bad.ndjson");
    Files.writeString(bad, "{\"mag\": 1}\n{\"mag\": \n");

    Run run = Run.of("append", "fresh", bad.toString(), "--data", store);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("line 2");
    assertThat(Run.of("streams", "--data", store).out()).doesNotContain("fresh");
  }

  record Arrival(Instant at, int gate) {}

  @Test
  void timesInJsonGoIntoTypedStreams_andRowsThatDoNotFitAreNamed() throws IOException {
    String typed = folder.resolve("typed").toString();
    try (Bourn bourn = Bourn.open(Path.of(typed))) {
      bourn.typed("arrivals", Arrival.class);
    }
    Path good = folder.resolve("good.ndjson");
    Files.writeString(good, "{\"at\": \"2026-01-31T10:15:30Z\", \"gate\": 7}\n");
    Path bad = folder.resolve("wrong.ndjson");
    Files.writeString(bad, "{\"at\": \"tomorrow\", \"gate\": 7}\n");

    assertThat(Run.of("append", "arrivals", good.toString(), "--data", typed).status()).isZero();
    Run refused = Run.of("append", "arrivals", bad.toString(), "--data", typed);

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("row 0, field at: required an instant");
    assertThat(Run.of("events", "arrivals", "--data", typed).out())
        .contains("2026-01-31T10:15:30Z")
        .doesNotContain("tomorrow");
  }

  @Test
  void cellsOfCsvGoIntoTypedStreamsAsTheTypeSays() throws IOException {
    String typed = folder.resolve("cells").toString();
    try (Bourn bourn = Bourn.open(Path.of(typed))) {
      bourn.typed("shops", ProductType.parse("[[:zip :symbol] [:id :uuid] [:rating :f32]]"));
    }
    Path cells = folder.resolve("shops.csv");
    Files.writeString(cells, "zip,id,rating\n98101,00000000-0000-0000-0000-000000000001,4\n");

    Run appended = Run.of("append", "shops", cells.toString(), "--data", typed);

    assertThat(appended.err()).contains("events 0 to 0 of shops are appended");
    assertThat(Run.of("events", "shops", "--data", typed).out()).contains("\"zip\":\"98101\"");
  }

  @Test
  void whatIsInferredFromAFile_canBeDeclared_andTakesTheFile() throws IOException {
    String typed = folder.resolve("inferred").toString();
    Path rows = folder.resolve("rides.csv");
    Files.writeString(
        rows, "zip,minutes,at\n98101,7,2026-01-31T10:15:30Z\nn/a,,2026-01-31T10:15:31Z\n");
    Path declared = folder.resolve("rides.edn");

    Run inferred = Run.of("infer", rows.toString());
    Files.writeString(declared, inferred.out());

    assertThat(inferred.out())
        .contains("[:zip :symbol]")
        .contains("[:minutes :i8 :nullable]")
        .contains("missing in 1 of 2 rows, first in row 2");
    assertThat(Run.of("declare", "rides", declared.toString(), "--data", typed).err())
        .contains("rides has rows of [[:zip :symbol] [:minutes :i8 :nullable] [:at :instant]]");
    assertThat(Run.of("append", "rides", rows.toString(), "--data", typed).status()).isZero();
    assertThat(Run.of("events", "rides", "--data", typed).out()).contains("\"zip\":\"98101\"");
  }

  @Test
  void declarationsInJson_areReadAndRefusedByTheirFields() throws IOException {
    String typed = folder.resolve("declared").toString();
    Path json = folder.resolve("shops.json");
    Files.writeString(json, "[{\"name\": \"zip\", \"type\": \"symbol\"}, [\"open\", \"f65\"]]");

    Run refused = Run.of("declare", "shops", json.toString(), "--data", typed);

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("field 2 of the declaration").contains(":f64");
    Files.writeString(json, "[{\"name\": \"zip\", \"type\": \"symbol\"}, [\"open\", \"f64\"]]");
    assertThat(Run.of("declare", "shops", json.toString(), "--data", typed).status()).isZero();
    assertThat(
            Run.of("declare", "shops", "--change", "[:rename :open :opens]", "--data", typed)
                .status())
        .isZero();
    assertThat(Run.of("declare", "shops", "--show", "--data", typed).out())
        .contains("[[:zip :symbol] [:opens :f64]]");
    assertThat(Run.of("declare", "shops", "--change", "[:drop :x]", "--data", typed).err())
        .contains("a field of [zip, opens] is expected, was x");
  }

  @Test
  void asOf_isRefusedWhereTheQueryHasNoSourceOfThatName() {
    Run run = q("[:find ?m :in $quakes :where [$quakes _ :mag ?m]]", "--as-of", "0");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--as-of");
  }

  @Test
  void whatIsNoFile_isSaidPlainly() {
    Run missing = Run.of("append", "s", folder.resolve("none.json").toString(), "--data", store);
    Run aFolder = Run.of("append", "s", folder.toString(), "--data", store);

    assertThat(missing.err()).contains("there is no file");
    assertThat(aFolder.err()).contains("is a folder");
    assertThat(missing.status()).isEqualTo(2);
    assertThat(aFolder.status()).isEqualTo(2);
  }

  @Test
  void streams_listsWhatThereIs() {
    assertThat(Run.of("streams", "--data", store).out())
        .contains("\"stream\":\"quakes\"", "\"kind\":\"generic\"", "\"tail\":2");
  }

  @Test
  void events_showsTheLastOnes() {
    assertThat(Run.of("events", "quakes", "--count", "1", "--data", store).out())
        .contains("\"offset\":1", "Reno")
        .doesNotContain("Anchorage");
  }

  @Test
  void theHelp_namesEveryCommand() {
    assertThat(Run.of().out()).contains("demo", "repl", "q", "sql", "streams", "events", "append");
  }
}
