package bourn.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes with the class path of this one. */
final class Child {

  private Child() {}

  /** Returns what runs {@code main} with what it prints in a pipe. */
  static ProcessBuilder of(List<String> options, String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.addAll(List.of("--class-path", System.getProperty("java.class.path"), main));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  /** Runs to the end and returns the lines printed. */
  static List<String> run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.start();
    List<String> lines = process.inputReader().lines().toList();
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(builder.command().getLast() + " ended with " + status + ": " + lines);
    }
    return lines;
  }
}
