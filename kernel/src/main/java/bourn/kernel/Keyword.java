package bourn.kernel;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A name that stands for itself, as {@code :person/name}.
 *
 * @param name the name without its colon, with its namespace, as {@code person/name}
 */
public record Keyword(String name) implements Value {

  private static final int MOST_SHARED = 65_536;
  private static final int LONGEST_SHARED = 64;
  private static final ConcurrentMap<String, Keyword> SHARED = new ConcurrentHashMap<>();

  public Keyword {
    if (name.isEmpty() || name.charAt(0) == ':') {
      throw new IllegalArgumentException(
          "a keyword's name must not be empty nor begin with a colon, was \"" + name + "\"");
    }
  }

  /** Returns the keyword of that name; the same object for a name in common use. */
  public static Keyword of(String name) {
    Keyword shared = SHARED.get(name);
    if (shared != null) {
      return shared;
    }
    Keyword made = new Keyword(name);
    if (name.length() <= LONGEST_SHARED && SHARED.size() < MOST_SHARED) {
      SHARED.putIfAbsent(name, made);
    }
    return made;
  }

  /** Returns the part before the slash, or null when there is none. */
  public @Nullable String namespace() {
    int slash = name.indexOf('/');
    return slash <= 0 ? null : name.substring(0, slash);
  }

  /** Returns the part after the slash, the whole name when there is none. */
  public String localName() {
    int slash = name.indexOf('/');
    return slash <= 0 ? name : name.substring(slash + 1);
  }

  @Override
  public String toString() {
    return Edn.print(this);
  }
}
