package bourn.storage;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Who has a store open, as the file LOCK of the store says.
 *
 * @param pid the number of the process, or "unknown"
 * @param host the name of its machine, or "unknown"
 * @param since when it opened the store, if that can be read
 */
public record StoreOwner(String pid, String host, Optional<Instant> since) {

  private static final String UNKNOWN = "unknown";

  /** Returns this process, which takes the lock now. */
  static StoreOwner self(InstantSource clock) {
    return new StoreOwner(
        Long.toString(ProcessHandle.current().pid()), ownHost(), Optional.of(clock.instant()));
  }

  private static String ownHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return UNKNOWN;
    }
  }

  /** Returns the lines that {@link #read} reads. */
  String lines() {
    return "pid "
        + pid
        + "\nhost "
        + host
        + "\nsince "
        + since.map(Instant::toString).orElse("")
        + "\n";
  }

  /** Returns the owner that the text of a lock names. */
  static StoreOwner read(String lock) {
    return new StoreOwner(
        line(lock, "pid ").orElse(UNKNOWN),
        line(lock, "host ").orElse(UNKNOWN),
        line(lock, "since ").flatMap(StoreOwner::instant));
  }

  static Optional<String> line(String lock, String prefix) {
    return lock.lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Returns who this is, as the end of a sentence. */
  String described() {
    boolean own = pid.equals(Long.toString(ProcessHandle.current().pid()));
    return (own ? "in this process (" + pid + ")" : "in process " + pid + " on " + host)
        + since.map(instant -> ", since " + instant).orElse("");
  }
}
