package bourn.sql;

import bourn.engine.QueryException;
import bourn.kernel.Keyword;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Keeps statements to a size that the recursive parser and planner can take. */
final class Limits {

  private static final int MOST_CHARACTERS = 1_000_000;
  private static final int MOST_PARENTHESES = 200;
  private static final int SHORT = 2_000;
  private static final long STACK_BYTES = 256L << 20;

  private Limits() {}

  /**
   * Returns what {@code planning} of {@code sql} returns. Long statements are planned on a thread
   * with a stack of its own.
   *
   * @throws QueryException if the statement is too long or too deep
   */
  static <T> T run(String sql, Supplier<T> planning) {
    check(sql);
    if (sql.length() <= SHORT) {
      return guarded(planning);
    }
    CompletableFuture<T> planned = new CompletableFuture<>();
    Thread planner =
        new Thread(
            null,
            () -> {
              try {
                planned.complete(guarded(planning));
              } catch (RuntimeException | Error e) {
                planned.completeExceptionally(e);
              }
            },
            "bourn-sql-planner",
            STACK_BYTES);
    planner.setDaemon(true);
    planner.start();
    try {
      return planned.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static <T> T guarded(Supplier<T> planning) {
    try {
      return planning.get();
    } catch (QueryException e) {
      throw e;
    } catch (RuntimeException | AssertionError e) {
      throw unplanned(e);
    } catch (StackOverflowError e) {
      throw new QueryException(
          Keyword.of("sql/too-deep"),
          "the statement nests deeper, or has more terms in a row, than can be planned");
    }
  }

  private static void check(String sql) {
    if (sql.length() > MOST_CHARACTERS) {
      throw SqlErrors.wrong(
          "too-long",
          "a statement has at most " + MOST_CHARACTERS + " characters, was " + sql.length());
    }
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == ')') {
        depth--;
      } else if (c == '(' && ++depth > MOST_PARENTHESES) {
        throw new QueryException(
            Keyword.of("sql/too-deep"),
            "parentheses nest at most " + MOST_PARENTHESES + " deep",
            sql,
            i,
            null);
      }
    }
  }

  /** Says what the planner stumbled over, in its own words. */
  private static QueryException unplanned(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof QueryException known) {
      return known;
    }
    String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    QueryException unplanned =
        new QueryException(
            Keyword.of("sql/unplanned"), "the statement cannot be planned: " + message);
    unplanned.initCause(e);
    return unplanned;
  }
}
