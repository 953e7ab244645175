package bourn.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where things lie in the repository under test. */
final class Repository {

  static final Path ROOT = Path.of(System.getProperty("bourn.root"));

  /** A folder for what tests leave behind; goes with {@code mvn clean}. */
  static final Path SCRATCH = ROOT.resolve("checks/target");

  /** What a user of the whole of Bourn has on the class path, as this build has made it. */
  static final String CLASS_PATH = System.getProperty("bourn.class.path");

  private Repository() {}

  /** Returns every Markdown file that a reader is meant to find, relative paths resolved. */
  static List<Path> documents() {
    return Stream.concat(
            files(ROOT, 1, ".md"),
            Stream.of("docs", "examples").flatMap(name -> files(ROOT.resolve(name), 9, ".md")))
        .sorted()
        .toList();
  }

  /** Returns every file below {@code folder} whose name ends in {@code suffix}. */
  static Stream<Path> files(Path folder, int depth, String suffix) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .filter(file -> !file.toString().contains("/target/"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
