package bourn.kernel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What may change about a stream: how much it keeps, how long it lives, and what its owner notes
 * about it. Limits are kept behind appends, by and by: a stream may hold more for a moment.
 *
 * <pre>{@code
 * stream.configure(StreamSettings.DEFAULT.keepCount(1_000_000).keepFor(Duration.ofDays(7)));
 * }</pre>
 *
 * @param mostEvents older ones are dropped; {@link #UNLIMITED} for no limit
 * @param mostBytes of chunks; older ones are dropped by chunks of up to 64 KiB; {@link #UNLIMITED}
 *     for no limit
 * @param mostMillis since an event was appended before it is dropped; {@link #UNLIMITED} for no
 *     limit
 * @param ttlMillis since the last append, or since this was set, after which the stream is deleted;
 *     {@link #UNLIMITED} for no limit
 * @param metadata whatever the owner notes; at most 64 KiB in bytes
 */
public record StreamSettings(
    long mostEvents, long mostBytes, long mostMillis, long ttlMillis, Value metadata) {

  /** No limit. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** Keeps everything for ever. */
  public static final StreamSettings DEFAULT =
      new StreamSettings(UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, Value.Nil.NIL);

  private static final int MOST_METADATA_BYTES = 64 << 10;

  private static final Keyword MOST_EVENTS = Keyword.of("settings/most-events");
  private static final Keyword MOST_BYTES = Keyword.of("settings/most-bytes");
  private static final Keyword MOST_MILLIS = Keyword.of("settings/most-millis");
  private static final Keyword TTL_MILLIS = Keyword.of("settings/ttl-millis");
  private static final Keyword METADATA = Keyword.of("settings/metadata");

  public StreamSettings {
    if (mostEvents < 0 || mostBytes < 0 || mostMillis < 0 || ttlMillis < 1) {
      throw new IllegalArgumentException(
          "limits are not negative, and a time to live is at least 1 ms, were "
              + mostEvents
              + " events, "
              + mostBytes
              + " bytes, "
              + mostMillis
              + " ms, "
              + ttlMillis
              + " ms");
    }
    if (ValueCodec.encode(metadata).length > MOST_METADATA_BYTES) {
      throw new IllegalArgumentException(
          "metadata has at most " + MOST_METADATA_BYTES + " bytes, was more");
    }
  }

  /** Returns these, keeping only the newest {@code count} events. */
  public StreamSettings keepCount(long count) {
    return new StreamSettings(count, mostBytes, mostMillis, ttlMillis, metadata);
  }

  /** Returns these, keeping only the newest {@code bytes} bytes. */
  public StreamSettings keepBytes(long bytes) {
    return new StreamSettings(mostEvents, bytes, mostMillis, ttlMillis, metadata);
  }

  /** Returns these, keeping only events not older than {@code age}. */
  public StreamSettings keepFor(Duration age) {
    return new StreamSettings(mostEvents, mostBytes, age.toMillis(), ttlMillis, metadata);
  }

  /** Returns these, with the stream deleted once nothing was appended for {@code ttl}. */
  public StreamSettings expireAfter(Duration ttl) {
    return new StreamSettings(mostEvents, mostBytes, mostMillis, ttl.toMillis(), metadata);
  }

  /** Returns these, with {@code metadata} noted. */
  public StreamSettings noting(Value metadata) {
    return new StreamSettings(mostEvents, mostBytes, mostMillis, ttlMillis, metadata);
  }

  /** Returns whether events are dropped by and by. */
  boolean drops() {
    return mostEvents != UNLIMITED || mostBytes != UNLIMITED || mostMillis != UNLIMITED;
  }

  /** Returns whether somebody has to look after the stream. */
  boolean limits() {
    return drops() || ttlMillis != UNLIMITED;
  }

  /** Returns these as a map, limits only where there is one. */
  public Value toValue() {
    Map<Value, Value> entries = new LinkedHashMap<>();
    put(entries, MOST_EVENTS, mostEvents);
    put(entries, MOST_BYTES, mostBytes);
    put(entries, MOST_MILLIS, mostMillis);
    put(entries, TTL_MILLIS, ttlMillis);
    if (!metadata.equals(Value.Nil.NIL)) {
      entries.put(METADATA, metadata);
    }
    return new Value.Entries(entries);
  }

  private static void put(Map<Value, Value> entries, Keyword key, long limit) {
    if (limit != UNLIMITED) {
      entries.put(key, Value.of(limit));
    }
  }

  /**
   * Returns the settings that {@link #toValue} wrote.
   *
   * @throws IllegalArgumentException if {@code value} is none
   */
  public static StreamSettings of(Value value) {
    if (!(value instanceof Value.Entries entries)) {
      throw new IllegalArgumentException("settings are a map, was " + value);
    }
    Value noted = entries.get(METADATA);
    return new StreamSettings(
        limit(entries, MOST_EVENTS),
        limit(entries, MOST_BYTES),
        limit(entries, MOST_MILLIS),
        limit(entries, TTL_MILLIS),
        noted == null ? Value.Nil.NIL : noted);
  }

  private static long limit(Value.Entries entries, Keyword key) {
    return switch (entries.get(key)) {
      case null -> UNLIMITED;
      case Value.Int(long limit) -> limit;
      case Value other -> throw new IllegalArgumentException(key + " is a number, was " + other);
    };
  }
}
