package bourn.engine;

import bourn.kernel.Keyword;
import bourn.kernel.Stamp;
import bourn.kernel.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The attributes that every event has, whatever its value. */
final class EventAttribute {

  static final Keyword VALUE = Keyword.of("event/value");
  static final Keyword OFFSET = Keyword.of("event/offset");
  static final Keyword TIME = Keyword.of("event/time");
  static final Keyword ORIGIN = Keyword.of("event/origin");
  static final Keyword CAUSE = Keyword.of("event/cause");

  /** Those that come from an event's place and stamp. */
  static final List<Keyword> STAMPED = List.of(OFFSET, TIME, ORIGIN, CAUSE);

  private static final Set<Keyword> RESERVED = new HashSet<>(STAMPED);

  static {
    RESERVED.add(VALUE);
  }

  private EventAttribute() {}

  /** Returns whether {@code key} of a map is no attribute, as every event has one of that name. */
  static boolean reserved(Keyword key) {
    return RESERVED.contains(key);
  }

  /** Returns whether {@code value} is seen as the attributes that are its keys and nothing else. */
  static boolean open(Value value) {
    return value instanceof Value.Entries entries
        && entries.entries().keySet().stream()
            .allMatch(key -> key instanceof Keyword keyword && !reserved(keyword));
  }

  static Value time(Stamp stamp) {
    return new Value.Time(stamp.epochMillis() * 1_000);
  }
}
