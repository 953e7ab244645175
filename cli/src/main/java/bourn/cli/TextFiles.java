package bourn.cli;

import bourn.formats.TextFormat;
import bourn.formats.ValueReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files of values that commands read. */
final class TextFiles {

  private TextFiles() {}

  /**
   * Returns a reader of the values in a file.
   *
   * @param file null for the standard input
   * @param format as the user names it; null for that of the file's name, else NDJSON
   * @param texts the columns whose cells are text, whatever they look like
   * @throws IOException if the file cannot be opened
   */
  static ValueReader reader(@Nullable Path file, @Nullable String format, Set<String> texts)
      throws IOException {
    TextFormat found = format(file, format);
    return found.reader(text(file), texts);
  }

  private static Reader text(@Nullable Path file) throws IOException {
    if (file == null) {
      return new InputStreamReader(System.in, StandardCharsets.UTF_8.newDecoder());
    }
    if (Files.isDirectory(file)) {
      throw new UsageException(file + " is a folder; name a file");
    }
    return Files.newBufferedReader(file);
  }

  private static TextFormat format(@Nullable Path file, @Nullable String format) {
    if (format == null) {
      return file == null
          ? TextFormat.NDJSON
          : TextFormat.of(file.getFileName().toString()).orElse(TextFormat.NDJSON);
    }
    try {
      return TextFormat.valueOf(format.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new UsageException("the format is json, ndjson, csv, tsv or edn, was " + format);
    }
  }
}
