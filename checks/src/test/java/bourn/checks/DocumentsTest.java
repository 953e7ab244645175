package bourn.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import bourn.checks.Document.Snippet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The documents, executed: every snippet of Java, Clojure, SQL and shell in them runs, every link
 * leads somewhere.
 *
 * <p>The snippets of one document run in order in a folder of their own, each in a process of its
 * own, so a later one finds what an earlier one has stored. Those in Clojure run after the others,
 * in one process, each in a namespace of its own; those of the guide as one program a document.
 * There, {@code ./bourn} is the command line as this build has made it, and starts no build.
 */
final class DocumentsTest {

  /** Evaluates a snippet, and compares with what stands behind {@code ;=>}. */
  private static final Path CLOJURE =
      Repository.ROOT.resolve("checks/src/test/resources/bourn/checks/snippet.clj");

  private static final Pattern STATEMENT_END = Pattern.compile(";\\s*(?:\n|$)");

  @TestFactory
  Stream<DynamicContainer> snippets() {
    return Repository.documents().stream()
        .filter(file -> !isProgram(file))
        .map(Document::of)
        .map(document -> dynamicContainer(name(document), snippets(document)));
  }

  @Test
  void documentsThatArePrograms() throws Exception {
    Path parent = Files.createDirectories(Repository.SCRATCH.resolve("documents"));
    Path folder = Files.createTempDirectory(parent, "programs");
    List<String> arguments = new ArrayList<>(List.of("clojure.main", CLOJURE.toString()));
    for (Path file : Repository.documents().stream().filter(DocumentsTest::isProgram).toList()) {
      Document document = Document.of(file);
      assertThat(document.snippets()).as(name(document)).isNotEmpty();
      Path program = folder.resolve(name(document).replace('/', '-'));
      arguments.add(Files.writeString(program, document.program("clojure")).toString());
    }
    Command.java(arguments.toArray(new String[0])).in(folder).runWell();
  }

  /** Whether the snippets of a document are one program in Clojure. */
  private static boolean isProgram(Path file) {
    boolean guide = file.startsWith(Repository.ROOT.resolve("docs/guide"));
    return file.endsWith("docs/clojure.md")
        || file.endsWith("docs/datalog.md")
        || (guide && !file.endsWith("README.md"));
  }

  @TestFactory
  Stream<DynamicContainer> links() {
    return Repository.documents().stream()
        .map(Document::of)
        .map(document -> dynamicContainer(name(document), links(document)));
  }

  private static String name(Document document) {
    return Repository.ROOT.relativize(document.file()).toString();
  }

  private static Stream<DynamicTest> links(Document document) {
    return document.links().stream()
        .filter(link -> !link.matches("(?i)[a-z]+:.*"))
        .distinct()
        .map(link -> dynamicTest(link, () -> assertLeadsSomewhere(document, link)));
  }

  private static void assertLeadsSomewhere(Document document, String link) {
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    Path file = path.isEmpty() ? document.file() : document.file().resolveSibling(path);
    assertThat(file).exists();
    if (hash >= 0 && file.toString().endsWith(".md")) {
      assertThat(Document.of(file).anchors()).contains(link.substring(hash + 1));
    }
  }

  private static Stream<DynamicTest> snippets(Document document) {
    Path folder = folder(document);
    Stream<DynamicTest> each =
        document.snippets().stream()
            .filter(snippet -> List.of("java", "sql", "sh").contains(snippet.language()))
            .map(
                snippet ->
                    dynamicTest(
                        snippet.language() + ", line " + snippet.line(),
                        () -> run(document, snippet, folder)));
    List<Snippet> clojure =
        document.snippets().stream()
            .filter(snippet -> snippet.language().equals("clojure") && snippet.notRun().isEmpty())
            .toList();
    return clojure.isEmpty()
        ? each
        : Stream.concat(each, Stream.of(dynamicTest("clojure", () -> runClojure(clojure, folder))));
  }

  private static Path folder(Document document) {
    try {
      Path parent = Files.createDirectories(Repository.SCRATCH.resolve("documents"));
      Path folder = Files.createTempDirectory(parent, name(document).replace('/', '-'));
      script(folder.resolve("bourn"), bourn());
      Path bin = Files.createDirectory(folder.resolve("bin"));
      script(bin.resolve("bourn"), bourn());
      script(bin.resolve("mvn"), "echo 'a snippet starts no build' >&2; exit 1");
      return folder;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String bourn() {
    return "exec '%s/bin/java' -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp '%s' %s \"$@\""
        .formatted(System.getProperty("java.home"), Repository.CLASS_PATH, "bourn.cli.Main");
  }

  private static void script(Path file, String command) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + command + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static void run(Document document, Snippet snippet, Path folder) throws Exception {
    try {
      run(snippet, folder);
    } catch (AssertionError e) {
      throw new AssertionError(
          name(document) + ", line " + snippet.line() + ": " + e.getMessage(), e);
    }
  }

  private static void run(Snippet snippet, Path folder) throws Exception {
    if (!snippet.notRun().isEmpty()) {
      abort("not run: " + snippet.notRun());
    }
    switch (snippet.language()) {
      case "java" -> runJava(snippet.text(), folder);
      case "sql" -> runSql(snippet.text(), folder);
      default -> runShell(snippet.text(), folder);
    }
  }

  /** Runs a whole program as it stands, and statements as the body of one. */
  private static void runJava(String text, Path folder) throws Exception {
    String program = text.contains(" main(") ? text : asProgram(text);
    Path file = Files.writeString(Files.createTempFile(folder, "Snippet", ".java"), program);
    Command.java(file.toString()).in(folder).runWell();
  }

  private static String asProgram(String statements) {
    String imports = lines(statements, true);
    return "%s\nvoid main() throws Exception {\n%s\n}\n"
        .formatted(imports, lines(statements, false));
  }

  private static String lines(String text, boolean imports) {
    return text.lines()
        .filter(line -> line.startsWith("import ") == imports)
        .collect(Collectors.joining("\n"));
  }

  private static void runClojure(List<Snippet> snippets, Path folder) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("clojure.main", CLOJURE.toString()));
    for (Snippet snippet : snippets) {
      Path file = folder.resolve("line-" + snippet.line() + ".clj");
      arguments.add(Files.writeString(file, snippet.text()).toString());
    }
    Command.java(arguments.toArray(new String[0])).in(folder).runWell();
  }

  private static void runSql(String text, Path folder) throws Exception {
    for (String statement : STATEMENT_END.splitAsStream(text).toList()) {
      Command.of(folder.resolve("bourn").toString(), "sql", statement).in(folder).runWell();
    }
  }

  private static void runShell(String text, Path folder) throws Exception {
    Command.of("sh", "-e", "-c", text)
        .in(folder)
        .with("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"))
        .runWell();
  }
}
