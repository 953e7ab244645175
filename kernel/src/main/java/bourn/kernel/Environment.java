package bourn.kernel;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

/**
 * Where time, randomness, threads and memory come from, so that a simulation can own them all.
 *
 * @param clock of physical time
 * @param random for numbers that must differ between stores
 * @param threads for the platform threads that work behind an append
 * @param memory that a store may keep
 */
public record Environment(
    InstantSource clock, RandomGenerator random, ThreadFactory threads, MemoryBudget memory) {

  /** Returns the clock, randomness and daemon threads of this machine, and the usual memory. */
  public static Environment system() {
    return new Environment(
        InstantSource.system(),
        new SecureRandom(),
        Thread.ofPlatform().daemon().name("bourn-", 0).factory(),
        MemoryBudget.usual());
  }

  /** Returns the same with another budget of memory. */
  public Environment with(MemoryBudget memory) {
    return new Environment(clock, random, threads, memory);
  }
}
