package bourn.cli;

import bourn.datoms.TransactionException;
import bourn.engine.QueryException;
import bourn.kernel.AppendRefusedException;
import bourn.kernel.EdnException;
import bourn.kernel.StorageException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
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

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (System.getenv("BOURN_DEBUG") != null) {
      failure.printStackTrace(command.getErr());
    }
    command.getErr().println("bourn: " + message(failure));
    command.getErr().flush();
    return status(failure);
  }

  static String message(Exception failure) {
    return switch (failure) {
      case QueryException wrong -> wrong.explain();
      case UsageException wrong -> String.valueOf(wrong.getMessage());
      case EdnException wrong -> String.valueOf(wrong.getMessage());
      case TransactionException wrong -> String.valueOf(wrong.getMessage());
      case AppendRefusedException refused -> String.valueOf(refused.getMessage());
      case StorageException failed -> String.valueOf(failed.getMessage());
      case NoSuchElementException missing -> String.valueOf(missing.getMessage());
      case IllegalArgumentException wrong -> String.valueOf(wrong.getMessage());
      case UncheckedIOException failed -> String.valueOf(failed.getMessage());
      default ->
          "this is a bug of ours: "
              + failure
              + "\n\n"
              + "Set BOURN_DEBUG=1 and run it again for the details, which we would like to have.";
    };
  }

  private static int status(Exception failure) {
    return switch (failure) {
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
