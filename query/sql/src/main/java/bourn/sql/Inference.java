package bourn.sql;

import bourn.kernel.Bound;
import bourn.kernel.BoundedStream;
import bourn.kernel.CausalContext;
import bourn.kernel.Keyword;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds which keys the events of generic streams have, and of which type their values are. Looks at
 * every event once, so a column's type holds for every row. Safe for use by several threads.
 */
final class Inference {

  private static final int MOST_KEYS = 500;

  private final Map<Long, Keys> streams = new ConcurrentHashMap<>();

  /** Returns the keys of a stream's events up to the end of {@code bounded}, with their types. */
  Map<Value, SqlType> keys(BoundedStream bounded) {
    long incarnation = bounded.stream().extent().incarnation();
    return streams.computeIfAbsent(incarnation, any -> new Keys()).upTo(bounded);
  }

  /** What is known of one stream. */
  private static final class Keys {

    private final Map<Value, SqlType> types = new LinkedHashMap<>();
    private long seen;

    synchronized Map<Value, SqlType> upTo(BoundedStream bounded) {
      long from = Math.max(seen, bounded.bound().from());
      if (from < bounded.bound().until()) {
        Bound rest = new Bound(from, bounded.bound().until());
        try (Reader reader = bounded.part(rest, CausalContext.NONE).read()) {
          while (reader.next() == Step.EVENT) {
            add(reader.value());
          }
        }
        seen = rest.until();
      }
      return new LinkedHashMap<>(types);
    }

    private void add(Value value) {
      if (value instanceof Value.Entries map) {
        map.entries()
            .forEach(
                (key, held) -> {
                  SqlType type = type(held);
                  boolean known = types.containsKey(key);
                  if (type != null && isName(key) && (known || types.size() < MOST_KEYS)) {
                    types.merge(key, type, Inference::both);
                  }
                });
      }
    }

    private static boolean isName(Value key) {
      return key instanceof Keyword || (key instanceof Value.Text(String text) && !text.isEmpty());
    }
  }

  /** Returns the type of a column that holds {@code value}, or null if a missing one does. */
  static @Nullable SqlType type(Value value) {
    return switch (value) {
      case Value.Nil nil -> null;
      case Value.Bool bool -> SqlType.BOOLEAN;
      case Value.Int number -> SqlType.BIGINT;
      case Value.Real number -> SqlType.DOUBLE;
      case Value.Text text -> SqlType.VARCHAR;
      case Keyword keyword -> SqlType.VARCHAR;
      case Value.Time time -> SqlType.TIMESTAMP;
      case Value.Uuid uuid -> SqlType.UUID;
      case Value.Bytes bytes -> SqlType.VARBINARY;
      default -> SqlType.ANY;
    };
  }

  /** Returns the type of a column that holds values of both types. */
  static SqlType both(SqlType one, SqlType other) {
    if (one == other) {
      return one;
    }
    boolean numbers =
        (one == SqlType.BIGINT || one == SqlType.DOUBLE)
            && (other == SqlType.BIGINT || other == SqlType.DOUBLE);
    return numbers ? SqlType.DOUBLE : SqlType.ANY;
  }

  /** Returns {@code value} as a column of {@code type} holds it. */
  static Value convert(Value value, SqlType type) {
    return switch (value) {
      case Value.Int(long number) when type == SqlType.DOUBLE -> Value.of((double) number);
      case Keyword keyword when type == SqlType.VARCHAR -> Value.of(keyword.toString());
      default -> value;
    };
  }
}
