package bourn.checks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of its own, with nothing on its standard input, run to its end. */
final class Command {

  /** How a process ended and what it printed, standard output and standard error apart. */
  record Result(int status, String out, String err) {}

  private static final long TIMEOUT_MINUTES = 5;

  private final List<String> words;
  private final Map<String, String> environment = new HashMap<>();
  private Path folder = Repository.ROOT;

  private Command(List<String> words) {
    this.words = words;
  }

  static Command of(String... words) {
    return new Command(List.of(words));
  }

  /** A Java virtual machine like this one, with Bourn and what it needs on its class path. */
  static Command java(String... arguments) {
    return javaOn(Repository.CLASS_PATH, arguments);
  }

  /** A Java virtual machine like this one, with another class path. */
  static Command javaOn(String classPath, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath));
    words.addAll(List.of(arguments));
    return new Command(words);
  }

  Command in(Path newFolder) {
    folder = newFolder;
    return this;
  }

  /** Sets a variable of the environment; an empty value takes it away. */
  Command with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Runs the command. Fails if it has not ended within five minutes. */
  Result run() throws IOException, InterruptedException {
    Path out = Files.createTempFile(Repository.SCRATCH, "out", ".txt");
    Path err = Files.createTempFile(Repository.SCRATCH, "err", ".txt");
    try {
      Process process = start(out, err);
      if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        throw new AssertionError("did not end in time: " + words + "\n" + read(out) + read(err));
      }
      return new Result(process.exitValue(), read(out), read(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** Runs the command, and fails with all it printed if its exit status is not 0. */
  String runWell() throws IOException, InterruptedException {
    Result result = run();
    if (result.status() != 0) {
      throw new AssertionError(
          "exit status "
              + result.status()
              + " of "
              + String.join(" ", words).replace(Repository.CLASS_PATH, "...")
              + "\n"
              + result.out()
              + result.err());
    }
    return result.out();
  }

  private Process start(Path out, Path err) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    environment.forEach(
        (variable, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(variable);
          } else {
            builder.environment().put(variable, value);
          }
        });
    return builder.start();
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
