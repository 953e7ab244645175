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

  /**
   * In seconds of a processor, as others may use this one: 0.65 to 0.85 where this was written, 1.2
   * to 1.7 where two threads share a core. What it is to catch takes several.
   */
  @Test
  void bournCoreLoadsSoon() throws Exception {
    String load =
        "(let [threads (java.lang.management.ManagementFactory/getThreadMXBean)"
            + " start (.getCurrentThreadCpuTime threads)]"
            + " (require 'bourn.core)"
            + " (print (quot (- (.getCurrentThreadCpuTime threads) start) 1000000)))";

    assertThat(Long.parseLong(Command.java("clojure.main", "-e", load).runWell()))
        .isLessThan(3_000);
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

  /** With a core.async that has it; the other tests of the module run with one that has not. */
  @Test
  void streamsFlow() throws Exception {
    Command.javaOn(
            SOURCES.resolve("test/clojure") + ":" + Repository.CLASS_PATH,
            "clojure.main",
            "-e",
            "(require 'clojure.test 'bourn.flow-test 'bourn.async-test)"
                + "(System/exit (if (clojure.test/successful?"
                + " (clojure.test/run-tests 'bourn.flow-test 'bourn.async-test)) 0 1))")
        .runWell();
  }

  /** What the programs of DataScript are said to give is what they give there. */
  @Test
  void programsRunOnDataScript() throws Exception {
    Path nbb = installed("datascript", "@logseq/nbb-logseq@1.2.173");
    Path programs = SOURCES.resolve("test/clojure/bourn/datascript_programs.txt");

    String out =
        Command.of(
                nbb.resolve("nbb-logseq").toString(),
                SOURCES.resolve("test/clojure/bourn/datascript_programs.cljs").toString(),
                programs.toString())
            .runWell();

    assertThat(out).contains(" programs, 0 different");
  }

  @Test
  void isFormatted() throws Exception {
    Path style = installed("clojure-style", "@chrisoakman/standard-clojure-style@0.29.0");

    Command.of(
            style.resolve("standard-clj").toString(), "check", SOURCES.toString(), DEV.toString())
        .runWell();
  }

  /** Returns where npm puts the commands of a package; skips the test where there is no npm. */
  private static Path installed(String name, String npmPackage) throws Exception {
    assumeTrue(exists("node") && exists("npm"), "skipped: Node and npm are not installed");
    Path folder = Files.createDirectories(Repository.SCRATCH.resolve(name));
    Path commands = folder.resolve("node_modules/.bin");
    if (!Files.exists(commands)) {
      String[] install = {
        "npm", "install", "--no-audit", "--no-fund", "--prefix", folder.toString(), npmPackage
      };
      assumeTrue(
          Command.of(install).run().status() == 0, "skipped: npm could not install " + npmPackage);
    }
    return commands;
  }

  private static boolean exists(String command) throws Exception {
    return Command.of("sh", "-c", "command -v " + command).run().status() == 0;
  }
}
