package bourn.kernel;

import java.util.Objects;

/** An event and its stamp, as whoever has read or appended it knows them. */
public record Stamped(Reference event, Stamp stamp) {

  public Stamped {
    Objects.requireNonNull(event);
    Objects.requireNonNull(stamp);
  }
}
