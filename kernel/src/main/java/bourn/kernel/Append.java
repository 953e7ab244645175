package bourn.kernel;

import java.time.Duration;
import java.util.List;

/** The outcome of an append. What a correct caller must expect is a value, not an exception. */
public sealed interface Append {

  /** The events are in the stream, at the offsets {@code first} to {@code last}, both inclusive. */
  record Appended(long first, long last, Stamp stamp) implements Append {}

  /**
   * The producer's batch was appended before, at {@code first} to {@code last}; where exactly is
   * known of the producer's last 8 batches.
   */
  record Duplicate(long first, long last) implements Append {

    /** A batch appended before, nobody remembers where. */
    static final Duplicate LONG_AGO = new Duplicate(-1, -1);
  }

  /** Nothing was appended: batches before it are missing, beginning with {@code expected}. */
  record OutOfSequence(long expected) implements Append {}

  /** Nothing was appended: the condition does not hold; the stream ends at {@code tail}. */
  record Conflict(Condition condition, long tail) implements Append {}

  /**
   * Nothing was appended: the stream would have grown beyond its limit of events or bytes, as a
   * lease keeps from retention what would have to go. A consumer that stores its position, or whose
   * lease ends, makes room.
   *
   * @param earliest the first offset that can be read
   * @param retryAfter when to try again, if nobody tells sooner: at most 1 s
   */
  record Full(long earliest, Duration retryAfter) implements Append {}

  /** Nothing was appended: a producer of a greater {@code epoch} took over. */
  record Fenced(int epoch) implements Append {}

  /** Nothing was appended: the stream was sealed at {@code tail}. */
  record Sealed(long tail) implements Append {}

  /** Nothing was appended: the stream was deleted. */
  record Deleted(StreamName stream) implements Append {}

  /** Nothing was appended: a hook refused it. */
  record Vetoed(String hook, String why) implements Append {}

  /** Nothing was appended: the batch does not fit the stream's product type. */
  record Invalid(List<Violation> violations) implements Append {
    public Invalid {
      violations = List.copyOf(violations);
    }
  }

  /** The disk failed under the commit: the events may or may not be there. */
  record Indeterminate(String why) implements Append {}

  /**
   * Returns this outcome if the events are in the stream.
   *
   * @throws AppendRefusedException with this outcome if they are not
   */
  default Appended orThrow() {
    if (this instanceof Appended appended) {
      return appended;
    }
    throw new AppendRefusedException(this);
  }
}
