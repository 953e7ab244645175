package bourn.cli;

import bourn.Bourn;
import clojure.java.api.Clojure;
import clojure.lang.AFn;
import clojure.lang.IFn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code bourn repl}. */
@Command(name = "repl", description = "Opens a Clojure REPL with the streams of a store at hand.")
final class ReplCommand implements Callable<Integer> {

  private static final String SESSION = "bourn.session";
  private static final String FIRST_PROMPT = "bourn=> ";
  private static final String NEXT_PROMPT = "   #_=> ";

  @Mixin StoreOption store = new StoreOption();

  @Override
  public Integer call() throws IOException {
    Clojure.var("clojure.core", "require").invoke(Clojure.read(SESSION));
    IFn start = Clojure.var(SESSION, "start");
    try (Bourn bourn = store.openOrCreate()) {
      start.invoke(bourn, Screen.isTerminal() ? edited() : piped());
      return 0;
    }
  }

  /** Lines edited on a terminal, with a history across sessions. */
  private static IFn edited() {
    LineReader lines =
        LineReaderBuilder.builder()
            .appName("bourn")
            .variable(
                LineReader.HISTORY_FILE, Path.of(System.getProperty("user.home"), ".bourn-history"))
            .build();
    return new Lines() {
      @Override
      @Nullable String read(boolean first) {
        try {
          return lines.readLine(first ? FIRST_PROMPT : NEXT_PROMPT);
        } catch (UserInterruptException e) {
          return "";
        } catch (EndOfFileException e) {
          return null;
        }
      }
    };
  }

  private static IFn piped() {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    return new Lines() {
      @Override
      @Nullable String read(boolean first) throws IOException {
        return lines.readLine();
      }
    };
  }

  /** A source of lines, as a Clojure function of whether a form begins. */
  private abstract static class Lines extends AFn {

    abstract @Nullable String read(boolean first) throws IOException;

    @Override
    public @Nullable Object invoke(Object first) {
      try {
        return read((Boolean) first);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
