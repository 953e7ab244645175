import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Formats every Java source below a folder ({@code apply}), or lists those that are not formatted
 * and fails ({@code check}). Started from source, in the JDK that the build selects.
 */
final class Format {

  private Format() {}

  public static void main(String... args) throws IOException {
    boolean apply = args[0].equals("apply");
    List<String> call =
        new ArrayList<>(
            apply ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    int flags = call.size();
    try (Stream<Path> files = Files.walk(Path.of(args[1]))) {
      files.filter(Format::isSource).map(Path::toString).sorted().forEach(call::add);
    }
    if (call.size() == flags) {
      return;
    }
    if (!apply) {
      System.out.println("Files that are not formatted, if any (./format formats them):");
    }
    Main.main(call.toArray(String[]::new));
  }

  private static boolean isSource(Path file) {
    String path = file.toString().replace('\\', '/');
    return path.endsWith(".java") && !path.contains("/target/");
  }
}
