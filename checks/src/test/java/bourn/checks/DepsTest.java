package bourn.checks;

import static org.assertj.core.api.Assertions.assertThat;

import clojure.java.api.Clojure;
import clojure.lang.IPersistentMap;
import clojure.lang.Keyword;
import clojure.lang.Symbol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Resolves deps.edn as the {@code clojure} command would, and loads bourn.core with it. */
final class DepsTest {

  private static final Path DEPS = Repository.ROOT.resolve("deps.edn");

  /** A library's property in the parent pom. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "clojure", "clojure.version",
          "rocksdbjni", "rocksdb.version",
          "calcite-core", "calcite.version",
          "jackson-core", "jackson.version",
          "slf4j-nop", "slf4j.version");

  @ParameterizedTest
  @ValueSource(strings = {"", "-A:dev:repl:async:test"})
  void bournCoreLoads(String alias) throws Exception {
    String classPath = Files.readString(resolve(alias).resolve("class-path"));

    assertThat(
            Command.javaOn(
                    classPath,
                    "clojure.main",
                    "-e",
                    "(require 'bourn.core) (print (ns-name (find-ns 'bourn.core)))")
                .runWell())
        .isEqualTo("bourn.core");
  }

  @Test
  void everythingComesFromMavenCentral() throws Exception {
    IPersistentMap basis = read(Files.readString(resolve("").resolve("basis")));
    Map<?, ?> repositories = (Map<?, ?>) basis.valAt(Keyword.intern("mvn", "repos"));

    assertThat(repositories)
        .allSatisfy(
            (name, repository) ->
                assertThat(name.equals("central") || repository == null)
                    .as("%s %s", name, repository)
                    .isTrue());
  }

  @Test
  void everyVersionIsTheOneOfTheParentPom() {
    String pom = Repository.text(Repository.ROOT.resolve("pom.xml"));
    IPersistentMap deps = read(Repository.text(DEPS));

    ((Map<?, ?>) deps.valAt(Keyword.intern("deps")))
        .forEach(
            (library, coordinate) -> {
              String property = PROPERTIES.get(((Symbol) library).getName());
              assertThat(pom).contains("<%s>%s</".formatted(property, mvn(coordinate)));
            });
  }

  private static Object mvn(Object coordinate) {
    return ((Map<?, ?>) coordinate).get(Keyword.intern("mvn", "version"));
  }

  private static IPersistentMap read(String edn) {
    return (IPersistentMap) Clojure.var("clojure.core", "read-string").invoke(edn);
  }

  /** Returns the folder of what tools.deps wrote. */
  private static Path resolve(String alias) throws Exception {
    Path folder =
        Files.createDirectories(Repository.SCRATCH.resolve("deps" + alias.replace(':', '-')));
    Command.javaOn(
            System.getProperty("java.class.path"),
            "clojure.main",
            "-m",
            "clojure.tools.deps.script.make-classpath2",
            "--config-project",
            DEPS.toString(),
            "--config-data",
            "{:mvn/local-repo \"%s\"}".formatted(System.getProperty("maven.repository")),
            "--cp-file",
            folder.resolve("class-path").toString(),
            "--basis-file",
            folder.resolve("basis").toString(),
            "--manifest-file",
            folder.resolve("manifest").toString(),
            "--jvm-file",
            folder.resolve("jvm").toString(),
            "--main-file",
            folder.resolve("main").toString(),
            alias.isEmpty() ? "--threads=2" : alias)
        .runWell();
    return folder;
  }
}
