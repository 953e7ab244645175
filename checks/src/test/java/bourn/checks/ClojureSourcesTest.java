package bourn.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every Clojure source of the repository keeps to. */
final class ClojureSourcesTest {

  private static final Path SOURCES = Repository.ROOT.resolve("repl/src");
  private static final Path DEV = Repository.ROOT.resolve("repl/dev");
  private static final String STYLE = "@chrisoakman/standard-clojure-style@0.29.0";

  /** Every file that is a namespace: data_readers.clj is data. */
  static List<Path> sources() {
    return Stream.of(SOURCES, DEV)
        .flatMap(folder -> Repository.files(folder, 20, ".clj"))
        .filter(source -> !source.endsWith("data_readers.clj"))
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("sources")
  void warnsOnReflection(Path source) {
    assertThat(Repository.text(source)).contains("(set! *warn-on-reflection* true)");
  }

  @Test
  void everyNamespaceLoadsWithoutAWarning() throws Exception {
    String classPath = SOURCES.resolve("test/clojure") + ":" + Repository.CLASS_PATH;
    String[] arguments =
        Stream.concat(
                Stream.of("clojure.main"),
                sources().stream().flatMap(source -> Stream.of("-i", source.toString())))
            .toArray(String[]::new);

    Command.Result result = Command.javaOn(classPath, arguments).run();

    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
  }

  /** Under direct linking a var that is looked up once stays as it is; nothing may rely on more. */
  @Test
  void worksUnderDirectLinking() throws Exception {
    String tests =
        "(require 'clojure.test 'bourn.core-test 'bourn.datomic-test)"
            + "(System/exit (if (clojure.test/successful?"
            + " (clojure.test/run-tests 'bourn.core-test 'bourn.datomic-test)) 0 1))";

    Command.javaOn(
            SOURCES.resolve("test/clojure") + ":" + Repository.CLASS_PATH,
            "-Dclojure.compiler.direct-linking=true",
            "clojure.main",
            "-e",
            tests)
        .runWell();
  }

  /** In seconds of a processor, as others may use this one; 0.65 to 0.85 where this was written. */
  @Test
  void bournCoreLoadsSoon() throws Exception {
    String load =
        "(let [threads (java.lang.management.ManagementFactory/getThreadMXBean)"
            + " start (.getCurrentThreadCpuTime threads)]"
            + " (require 'bourn.core)"
            + " (print (quot (- (.getCurrentThreadCpuTime threads) start) 1000000)))";

    assertThat(Long.parseLong(Command.java("clojure.main", "-e", load).runWell()))
        .isLessThan(1_500);
  }

  @Test
  void demoIsThereInTwoSeconds() throws Exception {
    String demo =
        "(let [start (System/nanoTime)] (demo!)"
            + " (let [millis (quot (- (System/nanoTime) start) 1000000)]"
            + " (run! (comp eval read-string) @#'user/forms) (println :millis millis)))";

    String out =
        Command.javaOn(DEV + ":" + Repository.CLASS_PATH, "clojure.main", "-e", demo).runWell();

    assertThat(Long.parseLong(out.substring(out.lastIndexOf(' ')).strip())).isLessThan(2_000);
  }

  @Test
  void whatCljdocShowsIsThere() {
    String tree = Repository.text(Repository.ROOT.resolve("doc/cljdoc.edn"));

    assertThat(Pattern.compile(":file \"([^\"]+)\"").matcher(tree).results())
        .isNotEmpty()
        .allSatisfy(file -> assertThat(Repository.ROOT.resolve(file.group(1))).exists());
  }

  @Test
  void isFormatted() throws Exception {
    Path tool = Repository.SCRATCH.resolve("clojure-style");
    Files.createDirectories(tool);
    assumeTrue(
        exists("node") && exists("npm"),
        "skipped: Clojure sources are checked for their format only where Node and npm are"
            + " installed");
    Path script = tool.resolve("node_modules/.bin/standard-clj");
    if (!Files.exists(script)) {
      Command.Result install =
          Command.of(
                  "npm", "install", "--no-audit", "--no-fund", "--prefix", tool.toString(), STYLE)
              .run();
      assumeTrue(install.status() == 0, "skipped: npm could not install " + STYLE);
    }

    Command.of(script.toString(), "check", SOURCES.toString(), DEV.toString()).runWell();
  }

  private static boolean exists(String command) throws Exception {
    return Command.of("sh", "-c", "command -v " + command).run().status() == 0;
  }
}
