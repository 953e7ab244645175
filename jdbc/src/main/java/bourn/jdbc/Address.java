package bourn.jdbc;

import bourn.engine.Budget;
import java.nio.file.Path;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What a URL says: {@code jdbc:bourn:PATH;name=value;..}.
 *
 * @param heap whether the store is on the heap
 * @param name of the store on the heap, empty if it is for one connection only; or the path
 * @param readOnly whether a folder is read as it is when it is opened, also beside its writer
 * @param timeout the most that a statement takes which does not say so itself
 */
record Address(boolean heap, String name, boolean readOnly, Duration timeout) {

  static final String PREFIX = "jdbc:bourn:";

  private static final String HEAP = "mem:";
  private static final String TIMEOUT = "timeout";
  private static final String READ_ONLY = "readOnly";
  private static final List<String> NAMES = List.of(TIMEOUT, READ_ONLY);

  /** What programs give to any driver; a store has no users. */
  private static final List<String> WITHOUT_MEANING = List.of("user", "password");

  private static final Duration FOR_EVER = Duration.ofDays(10_000);

  /** The address of a store that is open already. */
  static final Address OPEN = new Address(true, "", false, Budget.DEFAULT.time());

  static boolean isOurs(@Nullable String url) {
    return url != null && url.startsWith(PREFIX);
  }

  /**
   * Reads a URL and what is given beside it, which the URL overrides.
   *
   * @throws SQLException if a property is unknown or has a wrong value, or there is no path
   */
  static Address of(String url, Properties info) throws SQLException {
    String[] parts = url.substring(PREFIX.length()).split(";");
    Map<String, String> properties = new LinkedHashMap<>();
    for (String name : info.stringPropertyNames()) {
      put(name, info.getProperty(name), properties);
    }
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals < 0) {
        throw Problems.refused("a property in a URL is name=value, was " + parts[i]);
      }
      put(parts[i].substring(0, equals).strip(), parts[i].substring(equals + 1), properties);
    }
    String place = parts.length == 0 ? "" : parts[0];
    if (place.isBlank()) {
      throw Problems.refused("a URL is jdbc:bourn:PATH or jdbc:bourn:mem:NAME, was " + url);
    }
    boolean heap = place.startsWith(HEAP);
    return new Address(
        heap,
        heap ? place.substring(HEAP.length()) : place,
        isTrue(properties.getOrDefault(READ_ONLY, "false")),
        timeout(properties.get(TIMEOUT)));
  }

  private static void put(String name, String value, Map<String, String> properties)
      throws SQLException {
    if (WITHOUT_MEANING.contains(name)) {
      return;
    }
    if (!NAMES.contains(name)) {
      throw Problems.refused("there is no property " + name + "; there are " + NAMES);
    }
    properties.put(name, value.strip());
  }

  private static boolean isTrue(String value) throws SQLException {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Problems.refused(READ_ONLY + " is true or false, was " + value);
    };
  }

  private static Duration timeout(@Nullable String seconds) throws SQLException {
    if (seconds == null) {
      return Budget.DEFAULT.time();
    }
    try {
      int number = Integer.parseInt(seconds);
      if (number >= 0) {
        return number == 0 ? FOR_EVER : Duration.ofSeconds(number);
      }
    } catch (NumberFormatException e) {
      assert e.getMessage() != null : "said below";
    }
    throw Problems.refused(TIMEOUT + " is a number of seconds, or 0 for no limit, was " + seconds);
  }

  /** Returns the folder. */
  Path folder() {
    return Path.of(name);
  }

  /** Returns what may be said in a URL, with what is said. */
  DriverPropertyInfo[] properties() {
    DriverPropertyInfo limit = new DriverPropertyInfo(TIMEOUT, String.valueOf(timeout.toSeconds()));
    limit.description = "The most seconds that a statement takes; 0 for no limit.";
    DriverPropertyInfo only = new DriverPropertyInfo(READ_ONLY, String.valueOf(readOnly));
    only.description = "Whether to read the store as it is now, also while a process has it open.";
    only.choices = new String[] {"true", "false"};
    return new DriverPropertyInfo[] {limit, only};
  }
}
