package bourn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands import and export, as a user runs them. */
final class ExchangeCommandsTest {

  @TempDir Path folder;

  @BeforeEach
  void writeRows() throws IOException {
    Files.writeString(
        folder.resolve("people.csv"), "email,age\nada@example.org,36\nbob@example.org,41\n");
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private Run run(String command, String stream, String file, String... more) {
    String[] args = new String[5 + more.length];
    args[0] = command;
    args[1] = stream;
    args[2] = path(file);
    args[3] = "--data";
    args[4] = path("store");
    System.arraycopy(more, 0, args, 5, more.length);
    return Run.of(args);
  }

  private String ages(String stream) {
    return Run.of(
            "q",
            "[:find [?age ...] :in $"
                + stream
                + " :where [$"
                + stream
                + " _ :people/age ?age]"
                + " :order-by [?age]]",
            "--data",
            path("store"),
            "--format",
            "edn")
        .out();
  }

  @Test
  void rowsAreImported_andGoOn_andADumpOfThemIsTheSame() throws IOException {
    Run imported = run("import", "people", "people.csv", "--id", "email", "--batch", "1");
    assertThat(imported.status()).as(imported.err()).isZero();
    assertThat(imported.err())
        .contains("2 records of ")
        .contains("are imported into people, in 2 transactions");
    Files.writeString(
        folder.resolve("people.csv"),
        "email,age\nada@example.org,36\nbob@example.org,41\nada@example.org,37\n");
    Run more = run("import", "people", "people.csv", "--id", "email");
    assertThat(more.err()).contains("1 records").contains("2 before them were imported already");
    assertThat(ages("people")).isEqualTo("[37 41]\n");

    Run exported = run("export", "people", "people.datoms");
    assertThat(exported.status()).as(exported.err()).isZero();
    assertThat(run("export", "people", "people.datoms").err())
        .contains("is there already; give --replace");
    assertThat(run("import", "copy", "people.datoms").status()).isZero();
    assertThat(ages("copy")).isEqualTo("[37 41]\n");
    assertThat(run("export", "copy", "copy.datoms").status()).isZero();
    assertThat(folder.resolve("copy.datoms"))
        .hasSameTextualContentAs(folder.resolve("people.datoms"));

    Run then = run("export", "people", "then.json", "--as-of", "1");
    assertThat(then.status()).as(then.err()).isZero();
    assertThat(Files.readString(folder.resolve("then.json")))
        .contains("\"people/age\":36")
        .doesNotContain("37");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "import people nothing.csv                      | there is no file",
        "import people .                                | is a folder",
        "import people people.csv --format xml          | the format is edn, json",
        "import people people.txt                       | does not say its format",
        "import people people.csv --id mail             | required one of [email, age]",
        "import people people.csv --batch 0             | a batch has 1 to",
        "import people people.csv --mapping people.csv  | people.csv: line 1, column 7",
        "import people people.csv --format edn --id x   | are of rows",
        "export nobody x.edn                            | there is no stream nobody",
        "export people x.edn --as-of 7                  | transactions 0 to 0, --as-of was 7",
        "export orders x.edn                            | orders is generic",
      })
  void whatUsersGetWrong_isSaidInASentence(String command, String message) throws IOException {
    Files.writeString(folder.resolve("people.txt"), "x");
    run("import", "people", "people.csv");
    Run.of("append", "orders", path("people.csv"), "--data", path("store"));
    String[] words = command.split(" ");
    String[] more = new String[words.length - 3];
    for (int i = 3; i < words.length; i++) {
      more[i - 3] = words[i].equals("people.csv") ? path(words[i]) : words[i];
    }
    Run run = run(words[0], words[1], words[2], more);
    assertThat(run.err()).contains(message).doesNotContain("Exception");
    assertThat(run.status()).isEqualTo(2);
  }
}
