package bourn.kernel;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is moved. */
public final class MovedClock implements InstantSource {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Moves the clock. */
  public void move(Duration duration) {
    now.updateAndGet(instant -> instant.plus(duration));
  }

  /** Returns the environment of this machine with this clock. */
  public Environment environment() {
    Environment system = Environment.system();
    return new Environment(this, system.random(), system.threads(), system.memory());
  }
}
