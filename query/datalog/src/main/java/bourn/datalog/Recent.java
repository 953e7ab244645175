package bourn.datalog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was read lately, by its text. Safe for use by several threads. */
final class Recent<T> {

  private static final int LONGEST_KEPT = 10_000;

  private final Map<String, T> kept;

  /** Keeps what was asked for last, {@code most} of it. */
  @SuppressWarnings("serial")
  Recent(int most) {
    kept =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
            return size() > most;
          }
        };
  }

  /** Returns what {@code text} was read as, or reads it and keeps it, unless it is long. */
  T get(String text, Supplier<T> read) {
    T known = known(text);
    if (known != null) {
      return known;
    }
    T made = read.get();
    if (text.length() <= LONGEST_KEPT) {
      synchronized (kept) {
        kept.put(text, made);
      }
    }
    return made;
  }

  private @Nullable T known(String text) {
    synchronized (kept) {
      return kept.get(text);
    }
  }
}
