package bourn.cli;

import static java.util.stream.Collectors.joining;

import bourn.datoms.TransactionException;
import bourn.engine.QueryException;
import bourn.kernel.Append;
import bourn.kernel.AppendRefusedException;
import bourn.kernel.EdnException;
import bourn.kernel.StorageException;
import bourn.kernel.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Says what went wrong in words, never as a stack trace. The exit status is 2 for what the user can
 * mend, 1 for a failing machine or a bug of ours.
 */
final class Failures implements IExecutionExceptionHandler {

  private static final int WRONG = 2;
  private static final int FAILED = 1;
  private static final int MOST_VIOLATIONS = 10;

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (isDebugging()) {
      failure.printStackTrace(command.getErr());
    }
    command.getErr().println("bourn: " + message(failure));
    command.getErr().flush();
    return status(failure);
  }

  /** Makes threads that fail behind a command say so in a line. */
  static void sayWhatThreadsFail() {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          if (isDebugging()) {
            failure.printStackTrace();
          }
          System.err.println("bourn: " + failure.getMessage());
        });
  }

  private static boolean isDebugging() {
    String debug = System.getenv("BOURN_DEBUG");
    return debug != null && !debug.isEmpty();
  }

  static String message(Exception failure) {
    return switch (failure) {
      case QueryException wrong -> wrong.explain();
      case UsageException wrong -> String.valueOf(wrong.getMessage());
      case EdnException wrong -> String.valueOf(wrong.getMessage());
      case TransactionException wrong -> String.valueOf(wrong.getMessage());
      case AppendRefusedException refused -> refusal(refused.outcome());
      case NoSuchFileException missing -> "there is no file " + missing.getMessage();
      case CharacterCodingException wrong -> "what is read must be text in UTF-8, and is not";
      case IOException failed -> String.valueOf(failed.getMessage());
      case StorageException failed -> String.valueOf(failed.getMessage());
      case NoSuchElementException missing -> String.valueOf(missing.getMessage());
      case IllegalArgumentException wrong -> String.valueOf(wrong.getMessage());
      case UncheckedIOException failed -> message(Objects.requireNonNull(failed.getCause()));
      default ->
          "this is a bug of ours: "
              + failure
              + "\n\n"
              + "Set BOURN_DEBUG=1 and run it again for the details, which we would like to have.";
    };
  }

  private static String refusal(Append outcome) {
    if (outcome instanceof Append.Invalid(List<Violation> violations)) {
      return "nothing was appended:"
          + violations.stream().limit(MOST_VIOLATIONS).map(v -> "\n  " + v).collect(joining())
          + (violations.size() > MOST_VIOLATIONS ? "\n  and more" : "");
    }
    return "nothing was appended: " + outcome;
  }

  private static int status(Exception failure) {
    return switch (failure) {
      case AppendRefusedException refused when refused.outcome() instanceof Append.Invalid -> WRONG;
      case NoSuchFileException missing -> WRONG;
      case CharacterCodingException wrong -> WRONG;
      case UncheckedIOException failed -> status(Objects.requireNonNull(failed.getCause()));
      case QueryException wrong -> WRONG;
      case UsageException wrong -> WRONG;
      case EdnException wrong -> WRONG;
      case TransactionException wrong -> WRONG;
      case NoSuchElementException missing -> WRONG;
      case IllegalArgumentException wrong -> WRONG;
      default -> FAILED;
    };
  }
}
