package bourn.sql;

import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.EventStream;
import bourn.kernel.InvalidEventsException;
import bourn.kernel.Value;
import bourn.kernel.Violation;
import bourn.typed.Blobs;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Appends what an INSERT gives. */
final class Appending {

  private static final int MOST_VIOLATIONS = 5;

  private Appending() {}

  /**
   * Appends {@code events}, all or none.
   *
   * @throws IllegalArgumentException if the stream does not take them
   */
  static void append(EventStream stream, List<Value> events) {
    if (events.isEmpty()) {
      return;
    }
    Append outcome;
    try {
      outcome = Blobs.append(stream, AppendRequest.of(events));
    } catch (InvalidEventsException e) {
      outcome = new Append.Invalid(e.violations());
    }
    if (!(outcome instanceof Append.Appended)) {
      throw new IllegalArgumentException(stream.descriptor().name() + " " + said(outcome));
    }
  }

  private static String said(Append outcome) {
    return switch (outcome) {
      case Append.Invalid(List<Violation> violations) ->
          "did not take the rows: "
              + violations.stream()
                  .limit(MOST_VIOLATIONS)
                  .map(Violation::toString)
                  .collect(Collectors.joining("; "))
              + (violations.size() > MOST_VIOLATIONS
                  ? "; and " + (violations.size() - MOST_VIOLATIONS) + " more"
                  : "");
      case Append.Sealed sealed -> "did not take the rows: it is sealed";
      case Append.Deleted deleted -> "did not take the rows: it was deleted";
      case Append.Full(long earliest, Duration retryAfter) ->
          "did not take the rows: it is full, as a lease holds its events from "
              + earliest
              + " on; try again when these are read";
      case Append.Vetoed(String hook, String why) ->
          "did not take the rows: " + hook + " refused them: " + why;
      case Append.Indeterminate(String why) ->
          "may have taken the rows or not, as the disk failed: " + why;
      default -> "did not take the rows: " + outcome;
    };
  }
}
