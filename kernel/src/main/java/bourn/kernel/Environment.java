package bourn.kernel;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

/**
 * Where time, randomness and threads come from, so that a simulation can own them all.
 *
 * @param clock of physical time
 * @param random for numbers that must differ between stores
 * @param threads for the platform threads that work behind an append
 */
public record Environment(InstantSource clock, RandomGenerator random, ThreadFactory threads) {

  /** Returns the clock, randomness and daemon threads of this machine. */
  public static Environment system() {
    return new Environment(
        InstantSource.system(),
        new SecureRandom(),
        Thread.ofPlatform().daemon().name("bourn-", 0).factory());
  }
}
