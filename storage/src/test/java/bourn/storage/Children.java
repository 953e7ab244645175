package bourn.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes of their own, to be killed or held back. */
final class Children {

  private Children() {}

  /**
   * Starts {@code main} with {@code arguments}; what it says wrong goes to our own error output.
   */
  static Process start(Class<?> main, String... arguments) throws IOException {
    return start(List.of(), main, arguments);
  }

  /** Starts {@code main} by way of {@code wrapper}, a command that runs another. */
  static Process start(List<String> wrapper, Class<?> main, String... arguments)
      throws IOException {
    return start(wrapper, "256m", main, arguments);
  }

  /** Starts {@code main} with a heap of its own size. */
  static Process startSmall(Class<?> main, String heap, String... arguments) throws IOException {
    return start(List.of(), heap, main, arguments);
  }

  private static Process start(
      List<String> wrapper, String heap, Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx" + heap, "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
