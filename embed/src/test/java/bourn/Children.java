package bourn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes of their own, to be killed or kept small. */
final class Children {

  private Children() {}

  /** Starts {@code main} with {@code arguments} and a heap of {@code heapMegabytes}. */
  static Process start(Class<?> main, int heapMegabytes, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-ea"));
    command.add("-Xmx" + heapMegabytes + "m");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
