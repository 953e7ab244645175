package bourn.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Builds and runs examples/service as a stranger would, against a Maven repository of its own that
 * holds Bourn as this build has made it.
 */
final class ServiceTest {

  private static final Path EXAMPLE = Repository.ROOT.resolve("examples/service");
  private static final Path LOCAL_REPOSITORY = Repository.SCRATCH.resolve("service/repository");
  private static final Path CLASS_PATH = Repository.SCRATCH.resolve("service/class-path");
  private static final Path CLASSES = EXAMPLE.resolve("target/classes");
  private static final String VERSION = "0.1.0-SNAPSHOT";
  private static final Pattern ARTIFACT =
      Pattern.compile(
          "(?s)(?:</parent>|</modelVersion>\\s*<groupId>bourn</groupId>)"
              + "\\s*<artifactId>([^<]+)</artifactId>");

  @Test
  void theServiceBuildsRunsAndResolvesNothingButRocksDb() throws Exception {
    assumeTrue(
        Files.exists(Repository.ROOT.resolve("embed/target/bourn-" + VERSION + ".jar")),
        "skipped: the jars are not built; mvn verify builds them before this test");
    publish();

    maven("compile", "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath");

    List<String> libraries = List.of(Files.readString(CLASS_PATH).split(File.pathSeparator));
    assertThat(libraries)
        .filteredOn(jar -> !Path.of(jar).startsWith(LOCAL_REPOSITORY.resolve("bourn")))
        .singleElement()
        .asString()
        .contains("rocksdbjni");
    Path folder = Files.createTempDirectory(Repository.SCRATCH, "service");
    assertThat(runWithoutFlags(libraries, folder))
        .contains("\"Ada\" ordered \"tea\"")
        .contains("orders so far: 1");
    assertThat(runWithoutFlags(libraries, folder)).contains("orders so far: 2");
  }

  /** Runs the service as a plain {@code java -cp}: it must need no flag of the virtual machine. */
  private static String runWithoutFlags(List<String> libraries, Path folder) throws Exception {
    String classPath = CLASSES + File.pathSeparator + String.join(File.pathSeparator, libraries);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return Command.of(java, "-cp", classPath, "example.Service").in(folder).runWell();
  }

  private static void maven(String... goals) throws Exception {
    Path settings = Repository.SCRATCH.resolve("service/settings.xml");
    Files.writeString(settings, settings());
    Stream<String> words =
        Stream.concat(
            Stream.of(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "--batch-mode",
                "--no-transfer-progress",
                "--settings=" + settings,
                "-Dmaven.repo.local=" + LOCAL_REPOSITORY,
                "-Dmdep.includeScope=runtime",
                "-Dmdep.outputFile=" + CLASS_PATH),
            Stream.of(goals));
    Command.of(words.toArray(String[]::new))
        .in(EXAMPLE)
        .with("JAVA_HOME", System.getProperty("java.home"))
        .runWell();
  }

  /** What this machine has downloaded already is a repository to look in before any other. */
  private static String settings() {
    String repository =
        """
        <id>downloaded</id><url>file://%s</url><snapshots><enabled>false</enabled></snapshots>
        """
            .formatted(System.getProperty("maven.repository"));
    return """
    <settings>
      <profiles><profile><id>downloaded</id>
        <repositories><repository>%1$s</repository></repositories>
        <pluginRepositories><pluginRepository>%1$s</pluginRepository></pluginRepositories>
      </profile></profiles>
      <activeProfiles><activeProfile>downloaded</activeProfile></activeProfiles>
    </settings>
    """
        .formatted(repository);
  }

  /** Puts the parent and every module's pom and jar where {@code mvn install} would. */
  private static void publish() throws IOException {
    for (Path pom : Repository.files(Repository.ROOT, 3, "pom.xml").toList()) {
      Matcher matcher = ARTIFACT.matcher(Files.readString(pom));
      if (matcher.find() && !pom.startsWith(EXAMPLE)) {
        publish(pom, matcher.group(1));
      }
    }
  }

  private static void publish(Path pom, String artifact) throws IOException {
    Path folder = LOCAL_REPOSITORY.resolve("bourn").resolve(artifact).resolve(VERSION);
    Files.createDirectories(folder);
    String name = artifact + "-" + VERSION;
    Path jar = pom.resolveSibling("target").resolve(name + ".jar");
    Files.copy(pom, folder.resolve(name + ".pom"), StandardCopyOption.REPLACE_EXISTING);
    if (Files.exists(jar)) {
      Files.copy(jar, folder.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
