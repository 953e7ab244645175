package bourn.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, in a repository of its own, among JDKs and a Maven that only say who they are. */
final class LauncherTest {

  @TempDir Path folder;
  private Path home;
  private Path bin;

  @BeforeEach
  void copyLauncher() throws IOException {
    home = Files.createDirectories(folder.resolve("a home"));
    bin = Files.createDirectories(folder.resolve("bin"));
    for (String tool :
        new String[] {
          "sh", "cat", "dirname", "basename", "readlink", "find", "head", "mkdir", "tee", "grep"
        }) {
      Files.createSymbolicLink(bin.resolve(tool), tool(tool));
    }
    Files.copy(
        Repository.ROOT.resolve("bourn"),
        home.resolve("bourn"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Files.createDirectories(home.resolve("cli/target/quick"));
  }

  @Test
  void takesTheJdkItIsTold() throws Exception {
    built();
    Path jdk = jdk("told", "25.0.3");

    assertThat(launcher().with("BOURN_JAVA_HOME", jdk.toString()).runWell())
        .startsWith("JDK told ")
        .contains("--enable-native-access=ALL-UNNAMED", "bourn.cli.Main", "[say]", "[two words]");
  }

  @Test
  void refusesToldJdkThatIsTooOld() throws Exception {
    Path jdk = jdk("old", "21.0.1");

    Command.Result result = launcher().with("BOURN_JAVA_HOME", jdk.toString()).run();

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo("bourn: BOURN_JAVA_HOME is " + jdk + ", where there is no JDK 25 or newer.\n");
  }

  @Test
  void passesOverOldJavaHomeForJdkOnThePath() throws Exception {
    built();
    Path old = jdk("old", "17.0.15");
    Path current = jdk("current", "26-ea");
    Files.createSymbolicLink(bin.resolve("java"), current.resolve("bin/java"));

    assertThat(launcher().with("JAVA_HOME", old.toString()).runWell()).startsWith("JDK current ");
  }

  @Test
  void looksIntoTheHomeFolder() throws Exception {
    built();
    Path sdkman = Files.createDirectories(folder.resolve("user/.sdkman/candidates/java"));
    jdk(sdkman.resolve("99.0.1-tem"), "99.0.1");

    assertThat(asking(99).with("HOME", folder.resolve("user").toString()).runWell())
        .startsWith("JDK 99.0.1-tem ");
  }

  @Test
  void saysInOneSentenceThatThereIsNoJdk() throws Exception {
    Command.Result result = asking(999).run();

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            "bourn: no JDK 999 or newer was found; install one (such as https://adoptium.net), or"
                + " set BOURN_JAVA_HOME to one.\n");
  }

  @Test
  void saysInOneSentenceThatThereIsNoMaven() throws Exception {
    Command.Result result = launcherWithJdk().run();

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            "bourn: Maven (mvn) was not found; install Maven 3.8 or newer to build Bourn.\n");
  }

  @Test
  void buildsWhatIsMissingAndShowsProgress() throws Exception {
    maven("echo '[INFO] Building bourn kernel 0.1.0-SNAPSHOT   [1/2]'\n" + makeBuild());

    Command.Result result = launcherWithJdk().run();

    assertThat(result.out()).startsWith("JDK new ");
    assertThat(result.err()).contains("Building Bourn").contains("[1/2] bourn kernel\n");
  }

  @Test
  void buildsAgainWhenSourceIsNewer() throws Exception {
    built();
    Path source = home.resolve("kernel/src/main/java/A.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, "class A {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    maven(makeBuild());

    assertThat(launcherWithJdk().run().err()).contains("Building Bourn");
  }

  @Test
  void doesNotBuildWhatIsBuilt() throws Exception {
    built();
    maven("exit 1");

    Command.Result result = launcherWithJdk().run();

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).startsWith("JDK new ");
  }

  @Test
  void showsTheErrorsOfFailedBuild() throws Exception {
    maven("echo '[INFO] Building bourn'; echo '[ERROR] no such thing'; exit 3");

    Command.Result result = launcherWithJdk().run();

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .contains("[ERROR] no such thing\n")
        .endsWith("bourn: the build failed; all it said is in " + home + "/target/build.log.\n");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void worksFromAnywhereThroughLinks() throws Exception {
    built();
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, Path.of("a home/bourn"));
    Path linkToLink = bin.resolve("bourn");
    Files.createSymbolicLink(linkToLink, link);

    assertThat(
            quiet(Command.of("sh", "-c", "bourn say").in(bin))
                .with("BOURN_JAVA_HOME", jdk("new", "25").toString())
                .runWell())
        .startsWith("JDK new ");
  }

  private Command launcherWithJdk() throws IOException {
    return launcher().with("BOURN_JAVA_HOME", jdk("new", "25").toString());
  }

  private Command launcher() {
    return quiet(Command.of(home.resolve("bourn").toString(), "say", "two words").in(folder));
  }

  /** The launcher, made to ask for a later Java, which no machine has. */
  private Command asking(int version) throws IOException {
    Path launcher = home.resolve("bourn");
    Files.writeString(launcher, Files.readString(launcher).replace("least=25", "least=" + version));
    return launcher();
  }

  private Command quiet(Command command) {
    return command
        .with("PATH", bin.toString())
        .with("HOME", folder.toString())
        .with("JAVA_HOME", "")
        .with("BOURN_JAVA_HOME", "")
        .with("BOURN_JAVA_OPTIONS", "");
  }

  private Path jdk(String name, String version) throws IOException {
    return jdk(folder.resolve(name), version);
  }

  private static Path jdk(Path jdk, String version) throws IOException {
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"None\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(
        jdk.resolve("bin/java"),
        "printf 'JDK " + jdk.getFileName() + " '; for word; do printf '[%s] ' \"$word\"; done");
    script(jdk.resolve("bin/javac"), "exit 1");
    return jdk;
  }

  private void maven(String does) throws IOException {
    script(bin.resolve("mvn"), does);
  }

  private String makeBuild() {
    return "echo > '%1$s/cli/target/quick/bourn-cli.jar'; printf '%%s' '%1$s/pom.xml' > '%1$s/cli/target/quick/class-path'"
        .formatted(home);
  }

  private void built() throws IOException {
    Files.writeString(home.resolve("cli/target/quick/bourn-cli.jar"), "");
    Files.writeString(
        home.resolve("cli/target/quick/class-path"), home.resolve("pom.xml").toString());
  }

  private static Path tool(String name) {
    return Path.of("/usr/bin", name).toFile().exists()
        ? Path.of("/usr/bin", name)
        : Path.of("/bin", name);
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
