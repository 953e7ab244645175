package bourn.sql;

import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.EventStream;
import bourn.kernel.InvalidEventsException;
import bourn.kernel.Value;
import java.util.List;

/** Appends what an INSERT gives. */
final class Appending {

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
      outcome = stream.append(AppendRequest.of(events));
    } catch (InvalidEventsException e) {
      outcome = new Append.Invalid(e.violations());
    }
    if (!(outcome instanceof Append.Appended)) {
      throw new IllegalArgumentException(
          stream.descriptor().name() + " did not take the rows: " + outcome);
    }
  }
}
