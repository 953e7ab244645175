package bourn.cli;

import bourn.exchange.ExchangeFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The files that import and export are told of. */
final class ExchangeFormats {

  static final String HELP =
      "edn, json, jsonl, csv, tsv, datoms or nt; what the file's name ends with if not given.";

  private ExchangeFormats() {}

  /** Returns the format that was asked for, or that the name of {@code file} says. */
  static ExchangeFormat of(@Nullable String format, Path file) {
    if (format != null) {
      return Arrays.stream(ExchangeFormat.values())
          .filter(
              each -> each.name().toLowerCase(Locale.ROOT).equals(format.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  new UsageException(
                      "the format is edn, json, jsonl, csv, tsv, datoms or nt, was " + format));
    }
    return ExchangeFormat.of(file.getFileName().toString())
        .orElseThrow(
            () ->
                new UsageException(
                    "the name of "
                        + file
                        + " does not say its format; give one of edn, json, jsonl, csv, tsv,"
                        + " datoms and nt with --format"));
  }

  static void requireFile(Path file) {
    if (Files.isDirectory(file)) {
      throw new UsageException(file + " is a folder; name a file");
    }
    if (!Files.exists(file)) {
      throw new UsageException("there is no file " + file);
    }
  }
}
